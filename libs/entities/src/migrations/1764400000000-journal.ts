import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Domain events, and an audit log whose chain is made after the commit. The release before this one goes on writing
 * `audit_events` meanwhile: a row without a version is of version 1.
 */
export class Journal1764400000000 implements MigrationInterface {
  name = 'Journal1764400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "audit_events"
        ALTER COLUMN "user_id" DROP NOT NULL,
        ADD COLUMN "actor" character varying,
        ADD COLUMN "hash_version" smallint NOT NULL DEFAULT 1;

      CREATE TABLE "pending_audit_entries" (
        "workspace_id" uuid NOT NULL,
        "id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        "user_id" integer,
        "actor" character varying NOT NULL,
        "action" character varying NOT NULL,
        "subject" character varying,
        "details" jsonb NOT NULL DEFAULT '{}',
        "ip" character varying,
        "request_id" character varying,
        "at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT "PK_pending_audit_entries" PRIMARY KEY ("workspace_id", "id")
      );

      CREATE TABLE "pending_events" (
        "workspace_id" uuid NOT NULL,
        "id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        "kind" character varying NOT NULL,
        "meeting_id" uuid NOT NULL,
        "details" jsonb NOT NULL DEFAULT '{}',
        "at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT "PK_pending_events" PRIMARY KEY ("workspace_id", "id")
      );

      CREATE TABLE "domain_events" (
        "workspace_id" uuid NOT NULL,
        "position" integer NOT NULL,
        "kind" character varying NOT NULL,
        "meeting_id" uuid NOT NULL,
        "details" jsonb NOT NULL DEFAULT '{}',
        "at" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        CONSTRAINT "PK_domain_events" PRIMARY KEY ("workspace_id", "position")
      );

      CREATE TABLE "event_heads" (
        "workspace_id" uuid NOT NULL,
        "position" integer NOT NULL,
        "pruned" integer NOT NULL DEFAULT 0,
        CONSTRAINT "PK_event_heads" PRIMARY KEY ("workspace_id")
      );

      CREATE INDEX "IDX_6dce6c4b582c5683eeadba3c4f" ON "domain_events" ("at");
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // Refuses to make up a user for a change that no user made.
    await queryRunner.query(`
      ALTER TABLE audit_events
        ALTER COLUMN user_id SET NOT NULL,
        DROP COLUMN actor,
        DROP COLUMN hash_version;
      DROP TABLE pending_audit_entries, pending_events, domain_events, event_heads;
    `);
  }
}
