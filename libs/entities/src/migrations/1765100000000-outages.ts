import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Runs know what they wait for, a dependency that is away or a rate limit, how often and for how long. */
export class Outages1765100000000 implements Migration {
  name = 'Outages1765100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "stage_runs" ADD "waits" integer NOT NULL DEFAULT 0, ADD "waiting_for" character varying,
        ADD "waited_ms" double precision NOT NULL DEFAULT 0`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "stage_runs" DROP "waits", DROP "waiting_for", DROP "waited_ms"`,
    );
  }
}
