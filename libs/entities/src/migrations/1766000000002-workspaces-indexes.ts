import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** The sweeper asks all the time which workspaces are deleted, and there are few. */
export class WorkspacesIndexes1766000000002 implements Migration {
  name = 'WorkspacesIndexes1766000000002';
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "IDX_9e269c063b4b97fba425a35f7e" ON "workspaces" ("deleted_at")
        WHERE "deleted_at" IS NOT NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "IDX_9e269c063b4b97fba425a35f7e"');
  }
}
