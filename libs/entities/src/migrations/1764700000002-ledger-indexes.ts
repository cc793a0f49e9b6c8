import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What a claim walks: whose turn it is, who vanished. And what failed lately, for the counts. */
export class LedgerIndexes1764700000002 implements Migration {
  name = 'LedgerIndexes1764700000002';
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "IDX_969e031a84c9405f3a6eb9b442"
       ON "stage_runs" ("stage", "workspace_id", "user_id", "due_at") WHERE "status" = 'queued'`,
    );
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "IDX_40e0f6fc3b421236bb1c3b29e7"
       ON "stage_runs" ("stage") WHERE "status" = 'running'`,
    );
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "IDX_88136f86696163bdd2d0671745"
       ON "stage_runs" ("stage", "finished_at") WHERE "status" = 'failed'`,
    );
    await queryRunner.query('DROP INDEX CONCURRENTLY IF EXISTS "IDX_92758ca70e8768e5e192a1e900"');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX "IDX_969e031a84c9405f3a6eb9b442", "IDX_40e0f6fc3b421236bb1c3b29e7", "IDX_88136f86696163bdd2d0671745";
      CREATE INDEX "IDX_92758ca70e8768e5e192a1e900" ON "stage_runs" ("status", "queued_at")
        WHERE "status" IN ('queued', 'running');
    `);
  }
}
