import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What a generation was made for, and what was shown of it, is kept when another takes its place. */
export class Generations1764900000000 implements Migration {
  name = 'Generations1764900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "meeting_generations" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "generation" integer NOT NULL,
        "reprocess" jsonb,
        "error" jsonb,
        "kept" jsonb,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "UQ_d5111f49f78e1fb08e101c832af" UNIQUE ("meeting_id", "generation"),
        CONSTRAINT "PK_87f7155239ea513bcc56d327dd5" PRIMARY KEY ("id")
      )
    `);
    await queryRunner.query('ALTER TABLE "meetings" ADD "restored" integer NOT NULL DEFAULT 0');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE meetings DROP COLUMN restored');
    await queryRunner.query('DROP TABLE meeting_generations');
  }
}
