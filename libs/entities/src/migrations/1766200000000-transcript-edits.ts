import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Who changed what in a transcript, and what of it is no longer the machine's. */
export class TranscriptEdits1766200000000 implements Migration {
  name = 'TranscriptEdits1766200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "transcript_edits" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "generation_id" uuid NOT NULL,
        "generation" integer NOT NULL,
        "number" integer NOT NULL,
        "previous_id" uuid,
        "user_id" integer,
        "operation" jsonb NOT NULL,
        "before" jsonb NOT NULL,
        "after" jsonb NOT NULL,
        "words" jsonb NOT NULL,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "PK_a2e1d483a177c2f5ef1cdaa2047" PRIMARY KEY ("id")
      );
      CREATE INDEX "IDX_f2613eea41f6ad2529927295ae" ON "transcript_edits" ("meeting_id");
      CREATE INDEX "IDX_52dbd406eeae5d1bb155439faf" ON "transcript_edits" ("generation_id");

      ALTER TABLE "transcripts"
        ADD COLUMN "edited_words" jsonb,
        ADD COLUMN "lineage" jsonb,
        ADD COLUMN "last_edit_id" uuid;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE transcripts DROP COLUMN edited_words, DROP COLUMN lineage, DROP COLUMN last_edit_id;
      DROP TABLE transcript_edits;
    `);
  }
}
