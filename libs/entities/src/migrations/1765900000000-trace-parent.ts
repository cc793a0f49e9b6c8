import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** All that is done for a meeting is one trace, whichever process does it. */
export class TraceParent1765900000000 implements Migration {
  name = 'TraceParent1765900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "meetings" ADD "trace_parent" text`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "meetings" DROP "trace_parent"`);
  }
}
