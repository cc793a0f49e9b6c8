import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * A meeting may exist before its bytes. Nothing is rewritten: columns that were required may be left open from now on,
 * and what is there is stored, by a default of the catalogue. The checks are not run over rows of before, which the old
 * NOT NULLs have seen to.
 */
export class Recordings1764500000000 implements Migration {
  name = 'Recordings1764500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "recordings"
        ADD COLUMN "state" character varying NOT NULL DEFAULT 'stored',
        ADD COLUMN "expected_until" TIMESTAMP WITH TIME ZONE,
        ALTER COLUMN "object_key" DROP NOT NULL,
        ALTER COLUMN "filename" DROP NOT NULL,
        ALTER COLUMN "content_type" DROP NOT NULL,
        ALTER COLUMN "size_bytes" DROP NOT NULL,
        ALTER COLUMN "sha256" DROP NOT NULL,
        ADD CONSTRAINT "recordings_stored" CHECK ("state" = 'expected' OR ("object_key" IS NOT NULL
          AND "content_type" IS NOT NULL AND "size_bytes" IS NOT NULL AND "sha256" IS NOT NULL)) NOT VALID,
        ADD CONSTRAINT "recordings_expected" CHECK ("state" = 'stored' OR "expected_until" IS NOT NULL) NOT VALID
    `);
  }

  /** Before, every recording had its bytes. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM recordings WHERE state = 'expected';
      UPDATE recordings SET filename = '' WHERE filename IS NULL;
      ALTER TABLE recordings
        DROP CONSTRAINT recordings_stored,
        DROP CONSTRAINT recordings_expected,
        DROP COLUMN state,
        DROP COLUMN expected_until,
        ALTER COLUMN object_key SET NOT NULL,
        ALTER COLUMN filename SET NOT NULL,
        ALTER COLUMN content_type SET NOT NULL,
        ALTER COLUMN size_bytes SET NOT NULL,
        ALTER COLUMN sha256 SET NOT NULL;
    `);
  }
}
