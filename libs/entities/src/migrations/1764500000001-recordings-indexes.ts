import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What the sweep of stale expectations walks. */
export class RecordingsIndexes1764500000001 implements Migration {
  name = 'RecordingsIndexes1764500000001';
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "recordings_expected_until"
       ON "recordings" ("expected_until") WHERE "state" = 'expected'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX recordings_expected_until');
  }
}
