import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * People have a phone number, and may have their account deleted. A deleted account is deactivated as well, so that code
 * which does not know of `deleted_at` lets nobody in.
 */
export class Accounts1766600000000 implements Migration {
  name = 'Accounts1766600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "users" ADD "phone" character varying, ADD "deleted_at" TIMESTAMP WITH TIME ZONE;
      CREATE TABLE "account_deletions" (
        "user_id" integer NOT NULL,
        "home_id" uuid NOT NULL,
        "purge_after" TIMESTAMP WITH TIME ZONE NOT NULL,
        "begun_at" TIMESTAMP WITH TIME ZONE,
        "workspaces" uuid[] NOT NULL DEFAULT '{}',
        "counted" jsonb NOT NULL DEFAULT '{}',
        "purged_at" TIMESTAMP WITH TIME ZONE,
        CONSTRAINT "PK_account_deletions" PRIMARY KEY ("user_id"),
        CONSTRAINT "FK_account_deletions_user" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE
      );
      CREATE INDEX "account_deletions_due" ON "account_deletions" ("purge_after") WHERE "purged_at" IS NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE "account_deletions";
      ALTER TABLE "users" DROP "deleted_at", DROP "phone";
    `);
  }
}
