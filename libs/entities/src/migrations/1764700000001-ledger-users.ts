import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * Whose turn the runs take that are open now; what failed gets its user when it is queued again. Found by the index of
 * open runs, which stays until the migration after this one.
 */
export class LedgerUsers1764700000001 implements Migration {
  name = 'LedgerUsers1764700000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE "stage_runs" SET "user_id" = meetings.user_id FROM "meetings"
      WHERE meetings.id = stage_runs.meeting_id AND stage_runs.status IN ('queued', 'running')
    `);
  }

  /** The column goes with the migration before this one. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}
