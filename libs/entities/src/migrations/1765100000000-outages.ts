import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Runs know how often and since when they have been waiting for a dependency that is away. */
export class Outages1765100000000 implements Migration {
  name = 'Outages1765100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "stage_runs" ADD "waits" integer NOT NULL DEFAULT 0, ADD "waiting_since" TIMESTAMP WITH TIME ZONE`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "stage_runs" DROP "waits", DROP "waiting_since"`);
  }
}
