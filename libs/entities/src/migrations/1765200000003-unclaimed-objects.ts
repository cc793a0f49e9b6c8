import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What is stored is written down first, so that nothing stays in the bucket that nobody knows of. */
export class UnclaimedObjects1765200000003 implements Migration {
  name = 'UnclaimedObjects1765200000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "unclaimed_objects" (
        "prefix" character varying NOT NULL,
        "workspace_id" uuid NOT NULL,
        "meeting_id" uuid,
        "sweep_after" TIMESTAMP WITH TIME ZONE NOT NULL,
        "doomed" boolean NOT NULL DEFAULT false,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT "PK_unclaimed_objects" PRIMARY KEY ("prefix")
      );
      CREATE INDEX "unclaimed_objects_sweep_after" ON "unclaimed_objects" ("sweep_after");
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE unclaimed_objects');
  }
}
