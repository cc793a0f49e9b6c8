import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Every upload looks for recordings of the same bytes. */
export class RepeatedUploadsIndexes1765200000002 implements Migration {
  name = 'RepeatedUploadsIndexes1765200000002';
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "recordings_sha256" ON "recordings" ("workspace_id", "sha256")`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "recordings_sha256"');
  }
}
