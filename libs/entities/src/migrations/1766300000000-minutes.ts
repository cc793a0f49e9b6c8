import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Minutes with their versions, and action items as rows. */
export class Minutes1766300000000 implements Migration {
  name = 'Minutes1766300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "minutes" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "number" integer NOT NULL,
        "template_id" uuid,
        "language" character varying,
        "audience" text,
        "status" character varying NOT NULL DEFAULT 'PENDING',
        "error" jsonb,
        "shown_version" integer,
        "newest_version" integer NOT NULL DEFAULT 0,
        "replace_edits" boolean NOT NULL DEFAULT false,
        "created_by" integer,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "UQ_462d578b6e7bbccd738acdcc062" UNIQUE ("meeting_id", "number"),
        CONSTRAINT "PK_6430e69788e26236b493d6fcc7e" PRIMARY KEY ("id")
      );
      CREATE TABLE "minutes_versions" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "minutes_id" uuid NOT NULL,
        "number" integer NOT NULL,
        "summary" text,
        "summary_points" jsonb,
        "key_points" jsonb,
        "action_items" jsonb,
        "unsupported_points" integer,
        "author_id" integer,
        "generation" integer NOT NULL,
        "restored_from" integer,
        "restored_by" integer,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "UQ_32f318cf283e52ffc29c0928d6a" UNIQUE ("minutes_id", "number"),
        CONSTRAINT "PK_7a9a3e73923ffaddc370c83b869" PRIMARY KEY ("id"),
        CONSTRAINT "FK_5430092e3c4ac574df5435adbce" FOREIGN KEY ("minutes_id")
          REFERENCES "minutes"("id") ON DELETE CASCADE
      );
      CREATE INDEX "IDX_8c5dc1989238b9d020d19f94f5" ON "minutes_versions" ("meeting_id");
      CREATE TABLE "meeting_action_items" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "place" integer NOT NULL,
        "task" text NOT NULL,
        "assigned_to" text,
        "member_id" integer,
        "profile_id" uuid,
        "due_date" text,
        "due_on" date,
        "status" character varying NOT NULL DEFAULT 'open',
        "evidence" jsonb NOT NULL,
        "found_task" text,
        "generation" integer,
        "touched_by" integer,
        "created_by" integer,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "PK_126d60558ff87473f2d4ea713b6" PRIMARY KEY ("id")
      );
      CREATE INDEX "IDX_f7b7865e9ea9d657626153255e" ON "meeting_action_items" ("meeting_id");
      CREATE INDEX "IDX_1868f3f993a343013b95df729c" ON "meeting_action_items" ("profile_id");
      CREATE INDEX "IDX_1dfb2fe9a35940b33b478a700d" ON "meeting_action_items" ("workspace_id", "created_at", "id");
    `);
    await queryRunner.query('ALTER TABLE "meetings" ADD "note_edits" integer NOT NULL DEFAULT 0');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE meetings DROP COLUMN note_edits');
    await queryRunner.query('DROP TABLE meeting_action_items, minutes_versions, minutes');
  }
}
