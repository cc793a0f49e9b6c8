import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself, so that no more than one table that is in use is locked at a time. */
export class LedgerKeys1764700000003 implements Migration {
  name = 'LedgerKeys1764700000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "turns"
        ADD CONSTRAINT "FK_acb53b884b0be5a538dde829837" FOREIGN KEY ("workspace_id")
        REFERENCES "workspaces"("id") ON DELETE CASCADE
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE turns DROP CONSTRAINT "FK_acb53b884b0be5a538dde829837"');
  }
}
