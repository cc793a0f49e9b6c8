import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Who of a workspace sees a meeting. Whoever does not know the column makes meetings that all members see, as before. */
export class MeetingVisibility1766100000000 implements Migration {
  name = 'MeetingVisibility1766100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "meetings" ADD "visibility" character varying NOT NULL DEFAULT 'workspace'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "meetings" DROP "visibility"`);
  }
}
