import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger chooses what runs next: whose turn it is, and from when on a run may be claimed. */
export class Ledger1764700000000 implements MigrationInterface {
  name = 'Ledger1764700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "stage_runs"
        ADD COLUMN "user_id" integer NOT NULL DEFAULT 0,
        ADD COLUMN "due_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now();

      -- Only what is open or can be retried ever takes a turn.
      UPDATE "stage_runs" SET "user_id" = meetings.user_id FROM "meetings"
      WHERE meetings.id = stage_runs.meeting_id AND stage_runs.status <> 'succeeded';

      DROP INDEX "IDX_92758ca70e8768e5e192a1e900";

      CREATE TABLE "turns" (
        "queue" character varying NOT NULL,
        "workspace_id" uuid NOT NULL,
        "user_id" integer NOT NULL,
        "served_at" TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT "PK_turns" PRIMARY KEY ("queue", "workspace_id", "user_id")
      );

      CREATE INDEX "IDX_574c018e72505777007e0528a5" ON "turns" ("queue", "workspace_id", "served_at");
      CREATE INDEX "IDX_969e031a84c9405f3a6eb9b442" ON "stage_runs" ("stage", "workspace_id", "user_id", "due_at")
        WHERE "status" = 'queued';
      CREATE INDEX "IDX_40e0f6fc3b421236bb1c3b29e7" ON "stage_runs" ("stage") WHERE "status" = 'running';
      CREATE INDEX "IDX_88136f86696163bdd2d0671745" ON "stage_runs" ("stage", "finished_at") WHERE "status" = 'failed';

      ALTER TABLE "turns"
        ADD CONSTRAINT "FK_acb53b884b0be5a538dde829837" FOREIGN KEY ("workspace_id")
        REFERENCES "workspaces"("id") ON DELETE CASCADE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE turns;
      ALTER TABLE stage_runs DROP COLUMN user_id, DROP COLUMN due_at;
      CREATE INDEX "IDX_92758ca70e8768e5e192a1e900" ON "stage_runs" ("status", "queued_at")
        WHERE "status" IN ('queued', 'running');
    `);
  }
}
