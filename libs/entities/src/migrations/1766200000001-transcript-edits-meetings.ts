import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: it waits for those who change meetings. */
export class TranscriptEditsMeetings1766200000001 implements Migration {
  name = 'TranscriptEditsMeetings1766200000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "transcript_edits"
        ADD CONSTRAINT "FK_f2613eea41f6ad2529927295ae3" FOREIGN KEY ("meeting_id")
        REFERENCES "meetings"("id") ON DELETE CASCADE
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE transcript_edits DROP CONSTRAINT "FK_f2613eea41f6ad2529927295ae3"',
    );
  }
}
