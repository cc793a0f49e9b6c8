import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Meetings know what they were uploaded as, and which earlier one has the same recordings. */
export class RepeatedUploads1765200000001 implements Migration {
  name = 'RepeatedUploads1765200000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "meetings" ADD "upload_hash" character varying, ADD "duplicate_of" uuid`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "meetings" DROP "upload_hash", DROP "duplicate_of"`);
  }
}
