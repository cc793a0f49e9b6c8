-- The tables of release 0.2.0, for an empty database. Written from its migrations; never changed.

CREATE TABLE "migrations" (
  "id" SERIAL NOT NULL,
  "timestamp" bigint NOT NULL,
  "name" character varying NOT NULL,
  CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY ("id")
);

-- Initial1763690000000

CREATE TABLE "users" (
  "id" SERIAL NOT NULL,
  "name" character varying NOT NULL,
  "email" character varying NOT NULL,
  "is_active" boolean NOT NULL DEFAULT true,
  "auth_provider" character varying NOT NULL DEFAULT 'local',
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "UQ_97672ac88f789774dd47f7c8be3" UNIQUE ("email"),
  CONSTRAINT "PK_a3ffb1c0c8416b9fc6f907b7433" PRIMARY KEY ("id")
);

CREATE TABLE "identities" (
  "id" uuid NOT NULL,
  "user_id" integer NOT NULL,
  "provider" character varying NOT NULL,
  "subject" character varying NOT NULL,
  "password_hash" character varying,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "UQ_1bc5204ff62050c3d9d946cc57b" UNIQUE ("provider", "subject"),
  CONSTRAINT "PK_7b2f8cccf4ac6a2d7e6e9e8b1f6" PRIMARY KEY ("id")
);

CREATE INDEX "IDX_88e77c008cfcfa6a87027a99bd" ON "identities" ("user_id");

CREATE TABLE "refresh_tokens" (
  "id" uuid NOT NULL,
  "family_id" uuid NOT NULL,
  "user_id" integer NOT NULL,
  "token_hash" character varying NOT NULL,
  "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
  "used_at" TIMESTAMP WITH TIME ZONE,
  "revoked_at" TIMESTAMP WITH TIME ZONE,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "UQ_a7838d2ba25be1342091b6695f1" UNIQUE ("token_hash"),
  CONSTRAINT "PK_7d8bee0204106019488c4c50ffa" PRIMARY KEY ("id")
);

CREATE INDEX "IDX_d5e27da0cd39bc3bb2811fc8ba" ON "refresh_tokens" ("family_id");

CREATE INDEX "IDX_3ddc983c5f7bcf132fd8732c3f" ON "refresh_tokens" ("user_id");

CREATE TABLE "workspaces" (
  "id" uuid NOT NULL,
  "name" character varying NOT NULL,
  "kind" character varying NOT NULL,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "PK_098656ae401f3e1a4586f47fd8e" PRIMARY KEY ("id")
);

CREATE TABLE "workspace_members" (
  "workspace_id" uuid NOT NULL,
  "user_id" integer NOT NULL,
  "role" character varying NOT NULL,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "PK_4896b609c71ca5ad20ad662077b" PRIMARY KEY ("workspace_id", "user_id")
);

CREATE INDEX "IDX_4e83431119fa585fc7aa8b817d" ON "workspace_members" ("user_id");

CREATE TABLE "templates" (
  "id" uuid NOT NULL,
  "workspace_id" uuid,
  "title" character varying NOT NULL,
  "description" text,
  "transcription_prompt" text,
  "summary_prompt" text,
  "key_points_prompt" jsonb NOT NULL DEFAULT '[]',
  "speaker_diarization" text,
  "created_by" integer,
  "is_active" boolean NOT NULL DEFAULT true,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "PK_515948649ce0bbbe391de702ae5" PRIMARY KEY ("id")
);

CREATE INDEX "IDX_8cdf85d2789b13aab53c70d4ec" ON "templates" ("workspace_id");

CREATE INDEX "IDX_e0753fa8d20f4eae08ebec1fef" ON "templates" ("created_by");

CREATE TABLE "meetings" (
  "id" uuid NOT NULL,
  "workspace_id" uuid NOT NULL,
  "user_id" integer NOT NULL,
  "title" character varying NOT NULL,
  "description" text,
  "participants" jsonb NOT NULL DEFAULT '[]',
  "template_id" uuid,
  "custom_template_points" text,
  "status" character varying NOT NULL DEFAULT 'PENDING',
  "error" jsonb,
  "generation" integer NOT NULL DEFAULT '1',
  "summary" text,
  "key_points" jsonb,
  "action_items" jsonb,
  "analytics_status" character varying NOT NULL DEFAULT 'PENDING',
  "analytics_data" jsonb,
  "dashboard_status" character varying NOT NULL DEFAULT 'PENDING',
  "duration_ms" integer,
  "playback_key" character varying NOT NULL,
  "deleted_at" TIMESTAMP WITH TIME ZONE,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  "completed_at" TIMESTAMP WITH TIME ZONE,
  CONSTRAINT "PK_aa73be861afa77eb4ed31f3ed57" PRIMARY KEY ("id")
);

CREATE INDEX "IDX_76c3d1c8f6b8ce8c6cefc55031" ON "meetings" ("user_id");

CREATE INDEX "IDX_858040452891c3c6522a303e44" ON "meetings" ("deleted_at") WHERE "deleted_at" IS NOT NULL;

CREATE INDEX "IDX_bd41ebe64e47bd99e1a24b545a" ON "meetings" ("workspace_id", "created_at", "id") WHERE "deleted_at" IS NULL;

CREATE TABLE "meeting_speakers" (
  "id" uuid NOT NULL,
  "workspace_id" uuid NOT NULL,
  "meeting_id" uuid NOT NULL,
  "key" character varying NOT NULL,
  "label" character varying NOT NULL,
  "name" character varying,
  "side" smallint,
  CONSTRAINT "UQ_0b03cf09212a34ce95528ea240a" UNIQUE ("meeting_id", "key"),
  CONSTRAINT "PK_d9e1f85bcbb6c83d60c58db26a8" PRIMARY KEY ("id")
);

CREATE TABLE "recordings" (
  "id" uuid NOT NULL,
  "workspace_id" uuid NOT NULL,
  "meeting_id" uuid NOT NULL,
  "side" smallint NOT NULL,
  "object_key" character varying NOT NULL,
  "filename" character varying NOT NULL,
  "content_type" character varying NOT NULL,
  "size_bytes" bigint NOT NULL,
  "sha256" character varying NOT NULL,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "UQ_b33bb6ad8580c0f3aaf7b84f6d5" UNIQUE ("meeting_id", "side"),
  CONSTRAINT "PK_8c3247d5ee4551d59bb2115a484" PRIMARY KEY ("id")
);

CREATE TABLE "stage_runs" (
  "id" uuid NOT NULL,
  "workspace_id" uuid NOT NULL,
  "meeting_id" uuid NOT NULL,
  "stage" character varying NOT NULL,
  "part" integer NOT NULL DEFAULT '0',
  "generation" integer NOT NULL DEFAULT '1',
  "status" character varying NOT NULL DEFAULT 'queued',
  "epoch" integer NOT NULL DEFAULT '0',
  "lease_until" TIMESTAMP WITH TIME ZONE,
  "attempts" integer NOT NULL DEFAULT '0',
  "crashes" integer NOT NULL DEFAULT '0',
  "error" jsonb,
  "result" jsonb,
  "queued_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  "started_at" TIMESTAMP WITH TIME ZONE,
  "finished_at" TIMESTAMP WITH TIME ZONE,
  CONSTRAINT "UQ_dad08d0fcb55f7d7f09bdabe64d" UNIQUE ("meeting_id", "generation", "stage", "part"),
  CONSTRAINT "PK_1eb494702c129319271eb7db0a4" PRIMARY KEY ("id")
);

CREATE INDEX "IDX_92758ca70e8768e5e192a1e900" ON "stage_runs" ("status", "queued_at") WHERE "status" IN ('queued', 'running');

CREATE TABLE "transcripts" (
  "id" uuid NOT NULL,
  "workspace_id" uuid NOT NULL,
  "meeting_id" uuid NOT NULL,
  "segments" jsonb NOT NULL,
  "provider" character varying NOT NULL,
  "model" character varying NOT NULL,
  "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT "UQ_ddd7a788685863cb9266d173438" UNIQUE ("meeting_id"),
  CONSTRAINT "PK_40c75f89c1fc953cd33e702247d" PRIMARY KEY ("id")
);

ALTER TABLE "identities"
  ADD CONSTRAINT "FK_88e77c008cfcfa6a87027a99bde" FOREIGN KEY ("user_id")
  REFERENCES "users"("id") ON DELETE CASCADE;

ALTER TABLE "refresh_tokens"
  ADD CONSTRAINT "FK_3ddc983c5f7bcf132fd8732c3f4" FOREIGN KEY ("user_id")
  REFERENCES "users"("id") ON DELETE CASCADE;

ALTER TABLE "workspace_members"
  ADD CONSTRAINT "FK_4a7c584ddfe855379598b5e20fd" FOREIGN KEY ("workspace_id")
  REFERENCES "workspaces"("id") ON DELETE CASCADE;

ALTER TABLE "workspace_members"
  ADD CONSTRAINT "FK_4e83431119fa585fc7aa8b817db" FOREIGN KEY ("user_id")
  REFERENCES "users"("id") ON DELETE CASCADE;

ALTER TABLE "templates"
  ADD CONSTRAINT "FK_8cdf85d2789b13aab53c70d4ecd" FOREIGN KEY ("workspace_id")
  REFERENCES "workspaces"("id") ON DELETE CASCADE;

ALTER TABLE "templates"
  ADD CONSTRAINT "FK_e0753fa8d20f4eae08ebec1fef9" FOREIGN KEY ("created_by")
  REFERENCES "users"("id") ON DELETE CASCADE;

ALTER TABLE "meetings"
  ADD CONSTRAINT "FK_6cd12658220c4f36b6665cf77e2" FOREIGN KEY ("workspace_id")
  REFERENCES "workspaces"("id") ON DELETE CASCADE;

ALTER TABLE "meetings"
  ADD CONSTRAINT "FK_76c3d1c8f6b8ce8c6cefc550318" FOREIGN KEY ("user_id")
  REFERENCES "users"("id");

ALTER TABLE "meetings"
  ADD CONSTRAINT "FK_db8b55c961fef79f67926c8060c" FOREIGN KEY ("template_id")
  REFERENCES "templates"("id") ON DELETE SET NULL;

ALTER TABLE "meeting_speakers"
  ADD CONSTRAINT "FK_5e8e8fb1351e4ab41e926d0b001" FOREIGN KEY ("meeting_id")
  REFERENCES "meetings"("id") ON DELETE CASCADE;

ALTER TABLE "recordings"
  ADD CONSTRAINT "FK_5e01e48b3effbeedb99e6867b40" FOREIGN KEY ("meeting_id")
  REFERENCES "meetings"("id") ON DELETE CASCADE;

ALTER TABLE "stage_runs"
  ADD CONSTRAINT "FK_1bd7803a2837c713abb33d45050" FOREIGN KEY ("meeting_id")
  REFERENCES "meetings"("id") ON DELETE CASCADE;

ALTER TABLE "transcripts"
  ADD CONSTRAINT "FK_ddd7a788685863cb9266d173438" FOREIGN KEY ("meeting_id")
  REFERENCES "meetings"("id") ON DELETE CASCADE;

INSERT INTO "migrations" ("timestamp", "name") VALUES (1763690000000, 'Initial1763690000000');

-- Contract1763700000000

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

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX "meeting_search_label" ON "meeting_search" USING gin ("workspace_id", "label" gin_trgm_ops);
CREATE INDEX "meeting_search_words" ON "meeting_search" USING gin ("workspace_id", "words");

CREATE FUNCTION index_meeting_label() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO meeting_search (meeting_id, workspace_id, label)
  VALUES (NEW.id, NEW.workspace_id, lower(NEW.title || E'\n' || coalesce(
    (SELECT string_agg(name, E'\n') FROM jsonb_array_elements_text(NEW.participants) AS name), '')))
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
  SELECT regexp_replace(coalesce(string_agg(segment ->> 'text', ' '), ''), '(\S{200})', '\1 ', 'g')
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

INSERT INTO templates (id, title, description, transcription_prompt, summary_prompt, key_points_prompt,
           speaker_diarization) VALUES ('01890a5d-ac96-774b-bcce-b302099a8001', 'General meeting', 'Any meeting: what was discussed, what was decided and who does what.', 'A meeting of several people on any subject. Keep names, numbers and dates exactly as they were said.', 'Begin with the purpose of the meeting in one sentence. Then say, subject by subject, what was discussed and how it ended: decided, put off or left open. Keep decisions apart from opinions.', '["Decisions and the reasons given for them","Open questions and who is to answer them","Deadlines and dates that were named","Risks and concerns that were raised"]', 'Several people take turns. Whoever greets the others, names the subjects and closes the meeting is its host.');

INSERT INTO templates (id, title, description, transcription_prompt, summary_prompt, key_points_prompt,
           speaker_diarization) VALUES ('01890a5d-ac96-774b-bcce-b302099a8002', 'Sales call', 'A conversation with a prospect or customer about buying something.', 'A sales conversation. Expect product names, prices, discounts, competitors and titles of people; keep amounts and currencies as they were said.', 'Say who the customer is and what they need, in their own terms. Then what was offered at what price, the objections and how they were met, and how the call ended. Say what the customer committed to and what the seller promised; do not report interest that nobody expressed.', '["What the customer needs and why now","Products or services discussed","Prices, discounts and terms that were named","Objections and the answers to them","Competitors and alternatives that came up","Who decides, and how and when","Agreed next steps"]', 'Usually two sides. Whoever presents the offer and quotes prices speaks for the seller; whoever asks about cost, fit and terms speaks for the customer. Each side may have several people.');

INSERT INTO templates (id, title, description, transcription_prompt, summary_prompt, key_points_prompt,
           speaker_diarization) VALUES ('01890a5d-ac96-774b-bcce-b302099a8003', 'Stand-up', 'A short round of a team: done, next, in the way.', 'A short team round. Expect ticket numbers, names of systems and abbreviations; keep them as they were said.', 'Person by person: what is done, what comes next, what is in the way. Two sentences for each at most. End with the obstacles that need somebody from outside the team.', '["What each person finished","What each person does next","What is in the way, and who can clear it","Changes to dates or scope"]', 'Several people speak one after the other, each about their own work. Whoever calls on the others and asks the questions in between leads the round.');

INSERT INTO templates (id, title, description, transcription_prompt, summary_prompt, key_points_prompt,
           speaker_diarization) VALUES ('01890a5d-ac96-774b-bcce-b302099a8004', 'Interview', 'Questions and answers: a job interview, a user interview, a conversation for research.', 'An interview. Keep the words in which answers were given; leave out hesitations and false starts.', 'Say who is interviewed and about what. Then go through the questions in order, each with the essence of its answer, quoting short phrases where the wording matters. Do not judge the person.', '["Experience and background that were told","Answers to the main questions","Concrete examples that were given","Questions the interviewed person asked","What happens next"]', 'One or more interviewers ask, one person answers at length. Whoever asks most of the questions is an interviewer.');

INSERT INTO templates (id, title, description, transcription_prompt, summary_prompt, key_points_prompt,
           speaker_diarization) VALUES ('01890a5d-ac96-774b-bcce-b302099a8005', 'Customer support', 'A customer has a problem and somebody helps.', 'A support conversation. Expect product names, error messages, order and ticket numbers; keep them digit by digit.', 'Say what the problem is, as the customer describes it, and since when. Then what was tried and what came of it, and whether the problem is solved. If it is not, say who does what by when. If the customer said that they were upset, say about what.', '["The problem and what it keeps the customer from doing","Product, version, order or ticket numbers that were named","What was tried and with what result","The solution, or what is still open","Promises made to the customer"]', 'Usually two people. Whoever describes the problem is the customer; whoever asks about details and proposes steps is the agent.');

INSERT INTO "migrations" ("timestamp", "name") VALUES (1763700000000, 'Contract1763700000000');

-- Transcripts1763800000000

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

INSERT INTO "migrations" ("timestamp", "name") VALUES (1763800000000, 'Transcripts1763800000000');
