import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Links that show one meeting to whoever has them. */
export class ShareLinks1766400000000 implements Migration {
  name = 'ShareLinks1766400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "share_links" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid NOT NULL,
        "token_hash" character varying NOT NULL,
        "parts" text array NOT NULL,
        "password_hash" character varying,
        "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
        "created_by" integer NOT NULL,
        "revoked_at" TIMESTAMP WITH TIME ZONE,
        "opened_count" integer NOT NULL DEFAULT '0',
        "last_opened_at" TIMESTAMP WITH TIME ZONE,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "PK_share_links" PRIMARY KEY ("id"),
        CONSTRAINT "share_links_token" UNIQUE ("token_hash"),
        CONSTRAINT "FK_b79528ea11d187d88882965abff" FOREIGN KEY ("meeting_id")
          REFERENCES "meetings" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_4e055b58ebb5b76da987a770673" FOREIGN KEY ("created_by")
          REFERENCES "users" ("id") ON DELETE CASCADE
      );
      CREATE INDEX "share_links_meeting" ON "share_links" ("workspace_id", "meeting_id");
      CREATE INDEX "share_links_expires_at" ON "share_links" ("expires_at");
      CREATE INDEX "share_links_created_by" ON "share_links" ("created_by");
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE share_links');
  }
}
