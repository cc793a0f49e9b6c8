import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: it waits for those who make transcripts. */
export class TranscriptEditsGenerations1766200000002 implements Migration {
  name = 'TranscriptEditsGenerations1766200000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "transcript_edits"
        ADD CONSTRAINT "FK_52dbd406eeae5d1bb155439faff" FOREIGN KEY ("generation_id")
        REFERENCES "transcript_generations"("id") ON DELETE CASCADE
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE transcript_edits DROP CONSTRAINT "FK_52dbd406eeae5d1bb155439faff"',
    );
  }
}
