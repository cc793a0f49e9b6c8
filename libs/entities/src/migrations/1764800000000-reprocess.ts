import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** A generation is made beside the one that is shown. */
export class Reprocess1764800000000 implements Migration {
  name = 'Reprocess1764800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "meetings"
        ADD COLUMN "next_generation" integer,
        ADD COLUMN "reprocess" jsonb,
        ADD COLUMN "reprocess_error" jsonb
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE meetings DROP COLUMN next_generation, DROP COLUMN reprocess, DROP COLUMN reprocess_error
    `);
  }
}
