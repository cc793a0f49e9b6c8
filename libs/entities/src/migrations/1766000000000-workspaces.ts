import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** People are invited to workspaces, and workspaces can be deleted. */
export class Workspaces1766000000000 implements Migration {
  name = 'Workspaces1766000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "workspaces" ADD "deleted_at" TIMESTAMP WITH TIME ZONE;

      CREATE TABLE "workspace_invitations" (
        "id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "email" character varying,
        "role" character varying NOT NULL,
        "token_hash" character varying NOT NULL,
        "invited_by" integer NOT NULL,
        "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
        "accepted_at" TIMESTAMP WITH TIME ZONE,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "PK_525b9069dc828a8ee8fdc62c32c" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_466fb624c78c7119d5a796f8e7d" UNIQUE ("token_hash"),
        CONSTRAINT "FK_cf5df369b7a86ea3cdf18c7b56d" FOREIGN KEY ("workspace_id")
          REFERENCES "workspaces"("id") ON DELETE CASCADE
      );
      CREATE INDEX "IDX_cf5df369b7a86ea3cdf18c7b56" ON "workspace_invitations" ("workspace_id");
      CREATE INDEX "IDX_e15b64a40ebe61dc98b993edd4" ON "workspace_invitations" ("invited_by");
      CREATE INDEX "IDX_6697edce19d162d5a058c06c06" ON "workspace_invitations" ("expires_at");
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE workspace_invitations;
      ALTER TABLE workspaces DROP COLUMN deleted_at;
    `);
  }
}
