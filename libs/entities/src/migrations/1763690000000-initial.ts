import type { MigrationInterface, QueryRunner } from 'typeorm';

const up = `
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
`;

/** Accounts, workspaces, meetings with their recordings and transcripts, and the stage ledger. */
export class Initial1763690000000 implements MigrationInterface {
  name = 'Initial1763690000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(up);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP TABLE stage_runs, meeting_speakers, transcripts, recordings, meetings, templates,
         workspace_members, workspaces, refresh_tokens, identities, users`,
    );
  }
}
