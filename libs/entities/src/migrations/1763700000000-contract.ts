import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defaultTemplates } from './1763700000000-default-templates.ts';

const tables = `
ALTER TABLE "users"
  ADD COLUMN "email_verified" boolean NOT NULL DEFAULT false,
  ADD COLUMN "is_admin" boolean NOT NULL DEFAULT false,
  ADD COLUMN "token_version" integer NOT NULL DEFAULT 0;

CREATE TABLE "speaker_profiles" (
  "id" uuid NOT NULL,
  "workspace_id" uuid NOT NULL,
  "first_name" character varying NOT NULL,
  "middle_name" character varying,
  "last_name" character varying NOT NULL,
  "email" character varying,
  "phone" character varying,
  "company" character varying,
  "designation" character varying,
  "notes" text,
  "user_id" integer NOT NULL,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "PK_speaker_profiles" PRIMARY KEY ("id")
);

ALTER TABLE "meeting_speakers" ADD COLUMN "profile_id" uuid;

CREATE TABLE "audit_events" (
  "workspace_id" uuid NOT NULL,
  "number" integer NOT NULL,
  "user_id" integer NOT NULL,
  "action" character varying NOT NULL,
  "subject" character varying,
  "details" jsonb NOT NULL DEFAULT '{}',
  "ip" character varying,
  "request_id" character varying,
  "at" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  "hash" character varying NOT NULL,
  CONSTRAINT "PK_audit_events" PRIMARY KEY ("workspace_id", "number")
);

CREATE TABLE "meeting_search" (
  "meeting_id" uuid NOT NULL,
  "workspace_id" uuid NOT NULL,
  "label" text NOT NULL,
  "words" tsvector,
  CONSTRAINT "PK_meeting_search" PRIMARY KEY ("meeting_id")
);

CREATE INDEX "IDX_290bc0a8ffa3aec36d7862acd6" ON "speaker_profiles" ("user_id");
CREATE INDEX "IDX_30de08425cca5f36ab4bd6aece" ON "speaker_profiles"
  ("workspace_id", "last_name", "first_name", "id");
CREATE INDEX "IDX_9fd5690dcd38b6a6a7d3c6a3dd" ON "meetings" ("workspace_id", "status", "created_at", "id")
  WHERE "deleted_at" IS NULL;
CREATE INDEX "IDX_4f574e3ec1c59cdf7b5bf01ec2" ON "meetings" ("workspace_id", "analytics_status", "created_at", "id")
  WHERE "deleted_at" IS NULL;
CREATE INDEX "IDX_3570e31663cf0f2ab2329a260a" ON "meeting_speakers" ("profile_id");
CREATE INDEX "IDX_dfafdf71568a71d76f5fffd664" ON "meeting_speakers" ("workspace_id", "meeting_id");
CREATE INDEX "IDX_ac7137622acd8e824c24b836e6" ON "meeting_speakers" ("workspace_id", "name")
  WHERE "profile_id" IS NOT NULL;

ALTER TABLE "speaker_profiles"
  ADD CONSTRAINT "FK_ec909e71893a6dec9e9525f4b79" FOREIGN KEY ("workspace_id")
  REFERENCES "workspaces"("id") ON DELETE CASCADE,
  ADD CONSTRAINT "FK_290bc0a8ffa3aec36d7862acd63" FOREIGN KEY ("user_id") REFERENCES "users"("id");

ALTER TABLE "meeting_search"
  ADD CONSTRAINT "FK_2b1205dde263c34ca0b44c23fc3" FOREIGN KEY ("meeting_id")
  REFERENCES "meetings"("id") ON DELETE CASCADE;

ALTER TABLE "meeting_speakers"
  ADD CONSTRAINT "FK_3570e31663cf0f2ab2329a260a7" FOREIGN KEY ("profile_id")
  REFERENCES "speaker_profiles"("id") ON DELETE SET NULL;
`;

/**
 * Found by any part of the title or a participant (trigrams), or by the beginning of a spoken word (tsvector, without
 * stemming: people speak many languages). Both indexes begin with the workspace, so that a word that is common
 * elsewhere costs nothing here.
 */
const search = `
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX "meeting_search_label" ON "meeting_search" USING gin ("workspace_id", "label" gin_trgm_ops);
CREATE INDEX "meeting_search_words" ON "meeting_search" USING gin ("workspace_id", "words");

CREATE FUNCTION index_meeting_label() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO meeting_search (meeting_id, workspace_id, label)
  VALUES (NEW.id, NEW.workspace_id, lower(NEW.title || E'\\n' || coalesce(
    (SELECT string_agg(name, E'\\n') FROM jsonb_array_elements_text(NEW.participants) AS name), '')))
  ON CONFLICT (meeting_id) DO UPDATE SET label = EXCLUDED.label;
  RETURN NULL;
END $$;

CREATE FUNCTION index_meeting_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  spoken text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE meeting_search SET words = NULL WHERE meeting_id = OLD.meeting_id;
    RETURN NULL;
  END IF;
  -- The parser looks again and again at a run without spaces: 80,000 characters of one take it half a minute.
  SELECT regexp_replace(coalesce(string_agg(segment ->> 'text', ' '), ''), '(\\S{200})', '\\1 ', 'g')
  INTO spoken FROM jsonb_array_elements(NEW.segments) AS segment;
  LOOP
    BEGIN
      UPDATE meeting_search SET words = to_tsvector('simple', spoken) WHERE meeting_id = NEW.meeting_id;
      RETURN NULL;
    EXCEPTION WHEN program_limit_exceeded THEN
      -- A tsvector holds 1 MB. A transcript must not be lost because its end cannot be searched.
      spoken := left(spoken, length(spoken) / 2);
    END;
  END LOOP;
END $$;

CREATE TRIGGER index_meeting_label AFTER INSERT OR UPDATE OF title, participants ON meetings
  FOR EACH ROW EXECUTE FUNCTION index_meeting_label();
CREATE TRIGGER index_meeting_words AFTER INSERT OR UPDATE OF segments OR DELETE ON transcripts
  FOR EACH ROW EXECUTE FUNCTION index_meeting_words();

-- What is there already.
UPDATE meetings SET title = title;
UPDATE transcripts SET segments = segments;
`;

/** The rest of the contract: profiles, audit log, search, templates for everyone, accounts that others vouch for. */
export class Contract1763700000000 implements MigrationInterface {
  name = 'Contract1763700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(tables);
    await queryRunner.query(search);
    for (const { id, ...template } of defaultTemplates) {
      await queryRunner.query(
        `INSERT INTO templates (id, title, description, transcription_prompt, summary_prompt, key_points_prompt,
           speaker_diarization) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          id,
          template.title,
          template.description,
          template.transcriptionPrompt,
          template.summaryPrompt,
          JSON.stringify(template.keyPoints),
          template.speakerDiarization,
        ],
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM templates WHERE id = ANY($1)', [
      defaultTemplates.map(({ id }) => id),
    ]);
    await queryRunner.query(`
      DROP TRIGGER index_meeting_label ON meetings;
      DROP TRIGGER index_meeting_words ON transcripts;
      DROP FUNCTION index_meeting_label, index_meeting_words;
      DROP TABLE meeting_search, audit_events;
      DROP INDEX "IDX_dfafdf71568a71d76f5fffd664", "IDX_9fd5690dcd38b6a6a7d3c6a3dd",
        "IDX_4f574e3ec1c59cdf7b5bf01ec2";
      ALTER TABLE meeting_speakers DROP COLUMN profile_id;
      DROP TABLE speaker_profiles;
      ALTER TABLE users DROP COLUMN email_verified, DROP COLUMN is_admin, DROP COLUMN token_version;
      DROP EXTENSION btree_gin, pg_trgm;
    `);
  }
}
