import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Transcripts that say what they cover, as they grow, and what they cost. */
export class Transcripts1763800000000 implements MigrationInterface {
  name = 'Transcripts1763800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "meetings"
        ADD COLUMN "title_given" boolean NOT NULL DEFAULT true,
        ADD COLUMN "speakers_expected" smallint,
        ADD COLUMN "languages" jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN "needs_review" boolean NOT NULL DEFAULT false,
        ADD COLUMN "summary_points" jsonb,
        ADD COLUMN "unsupported_points" integer;
      CREATE INDEX "IDX_b307b6db7ece45e0c6cb634ae2" ON "meetings" ("workspace_id", "needs_review", "created_at", "id")
        WHERE "deleted_at" IS NULL;

      ALTER TABLE "transcripts" ADD COLUMN "coverage" jsonb;

      CREATE TABLE "partial_transcripts" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "generation" integer NOT NULL,
        "segments" jsonb NOT NULL,
        "speakers" jsonb NOT NULL,
        "chunks_done" integer NOT NULL,
        "chunks_total" integer NOT NULL,
        "covered_ms" integer NOT NULL,
        CONSTRAINT "PK_partial_transcripts" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_4c4dc08d4e3f4b7eae865bedeb7" UNIQUE ("meeting_id")
      );

      CREATE TABLE "ai_calls" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid,
        "stage" character varying NOT NULL,
        "answer_hash" character varying NOT NULL,
        "provider" character varying NOT NULL,
        "model" character varying NOT NULL,
        "audio_ms" integer,
        "input_tokens" integer,
        "output_tokens" integer,
        "cost_micro_usd" integer,
        "prices_as_of" date,
        "asked_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "PK_ai_calls" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_4cd29932fcfbd3b05f1ea96d830" UNIQUE ("meeting_id", "answer_hash")
      );
      CREATE INDEX "IDX_433709339f5c36c278f2191a20" ON "ai_calls" ("workspace_id", "asked_at");

      ALTER TABLE "partial_transcripts"
        ADD CONSTRAINT "FK_4c4dc08d4e3f4b7eae865bedeb7" FOREIGN KEY ("meeting_id")
        REFERENCES "meetings"("id") ON DELETE CASCADE;
      ALTER TABLE "ai_calls"
        ADD CONSTRAINT "FK_52ae95bb37db6619c3b3ddce593" FOREIGN KEY ("workspace_id")
        REFERENCES "workspaces"("id") ON DELETE CASCADE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE ai_calls, partial_transcripts;
      ALTER TABLE transcripts DROP COLUMN coverage;
      ALTER TABLE meetings DROP COLUMN title_given, DROP COLUMN speakers_expected, DROP COLUMN languages,
        DROP COLUMN needs_review, DROP COLUMN summary_points, DROP COLUMN unsupported_points;
    `);
  }
}
