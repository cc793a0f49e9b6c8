import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Keys under which requests that make something may be repeated. */
export class Idempotency1765200000000 implements Migration {
  name = 'Idempotency1765200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "idempotency_keys" (
        "workspace_id" uuid NOT NULL,
        "user_id" integer NOT NULL,
        "key" character varying NOT NULL,
        "holder" uuid NOT NULL,
        "counts_until" TIMESTAMP WITH TIME ZONE NOT NULL,
        "fingerprint" character varying,
        "subject" character varying,
        CONSTRAINT "PK_idempotency_keys" PRIMARY KEY ("workspace_id", "user_id", "key")
      );
      CREATE INDEX "idempotency_keys_holder" ON "idempotency_keys" ("holder");
      CREATE INDEX "idempotency_keys_counts_until" ON "idempotency_keys" ("counts_until");
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE idempotency_keys');
  }
}
