import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** A generation that is not shown yet has its speakers with it. */
export class ReprocessSpeakers1764800000001 implements Migration {
  name = 'ReprocessSpeakers1764800000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "transcript_generations"
        ADD COLUMN "speakers" jsonb,
        ADD COLUMN "needs_review" boolean
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE transcript_generations DROP COLUMN speakers, DROP COLUMN needs_review
    `);
  }
}
