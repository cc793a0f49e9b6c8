import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What the machine made is kept beside what is read, and the times of words apart from segments. No row is rewritten. */
export class TranscriptGenerations1764600000000 implements Migration {
  name = 'TranscriptGenerations1764600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "transcript_generations" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "generation" integer,
        "segments" jsonb NOT NULL,
        "words" jsonb NOT NULL,
        "provider" character varying NOT NULL,
        "model" character varying NOT NULL,
        "coverage" jsonb,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "PK_transcript_generations" PRIMARY KEY ("id")
      );
      CREATE INDEX "IDX_a797c9018de1af95997bf02016" ON "transcript_generations" ("meeting_id");

      -- With the column, so that nothing is checked: it is null in every row.
      ALTER TABLE "transcripts"
        ADD COLUMN "generation_id" uuid CONSTRAINT "FK_aaa2355cdd976392a239a08d4be"
          REFERENCES "transcript_generations"("id"),
        ADD COLUMN "next_segment_id" integer;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE transcripts DROP COLUMN generation_id, DROP COLUMN next_segment_id;
      DROP TABLE transcript_generations;
    `);
  }
}
