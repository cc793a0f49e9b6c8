import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** The ledger chooses what runs next: whose turn it is, and from when on a run may be claimed. */
export class Ledger1764700000000 implements Migration {
  name = 'Ledger1764700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "stage_runs"
        ADD COLUMN "user_id" integer NOT NULL DEFAULT 0,
        ADD COLUMN "due_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now();

      CREATE TABLE "turns" (
        "queue" character varying NOT NULL,
        "workspace_id" uuid NOT NULL,
        "user_id" integer NOT NULL,
        "served_at" TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT "PK_turns" PRIMARY KEY ("queue", "workspace_id", "user_id")
      );

      CREATE INDEX "IDX_574c018e72505777007e0528a5" ON "turns" ("queue", "workspace_id", "served_at");

      -- Claims walk over what was claimed before until it is vacuumed away: sooner than after a fifth of the table.
      ALTER TABLE "stage_runs" SET (autovacuum_vacuum_scale_factor = 0.01);
      ALTER TABLE "turns" SET (autovacuum_vacuum_scale_factor = 0.01);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE turns;
      ALTER TABLE stage_runs RESET (autovacuum_vacuum_scale_factor);
      ALTER TABLE stage_runs DROP COLUMN user_id, DROP COLUMN due_at;
    `);
  }
}
