import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: a stage that ends writes its transcript and then its meeting, and would wait for both. */
export class TranscriptGenerationsKeys1764600000002 implements Migration {
  name = 'TranscriptGenerationsKeys1764600000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "transcript_generations"
        ADD CONSTRAINT "FK_a797c9018de1af95997bf020162" FOREIGN KEY ("meeting_id")
        REFERENCES "meetings"("id") ON DELETE CASCADE
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE transcript_generations DROP CONSTRAINT "FK_a797c9018de1af95997bf020162"',
    );
  }
}
