import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What was uploaded counts in its month, also when its meeting is deleted. */
export class DeletedAudio1765300000002 implements Migration {
  name = 'DeletedAudio1765300000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "deleted_audio" (
        "workspace_id" uuid NOT NULL,
        "month" TIMESTAMP WITH TIME ZONE NOT NULL,
        "audio_ms" bigint NOT NULL,
        CONSTRAINT "PK_deleted_audio" PRIMARY KEY ("workspace_id", "month")
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE deleted_audio');
  }
}
