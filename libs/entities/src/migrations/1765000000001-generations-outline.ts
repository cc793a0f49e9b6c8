import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What a list of generations says of one that is kept stands beside what is kept, and when it was last shown. */
export class GenerationsOutline1765000000001 implements Migration {
  name = 'GenerationsOutline1765000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "meeting_generations"
        ADD COLUMN "kept_at" TIMESTAMP WITH TIME ZONE,
        ADD COLUMN "outline" jsonb
    `);
    await queryRunner.query(`
      UPDATE "meeting_generations" SET "kept_at" = "created_at", "outline" = jsonb_build_object(
        'provider', kept -> 'transcript' -> 'provider', 'model', kept -> 'transcript' -> 'model',
        'share', kept -> 'transcript' -> 'coverage' -> 'share', 'words', kept -> 'transcript' -> 'generation_id',
        'speakers', (SELECT coalesce(jsonb_agg(coalesce(speaker ->> 'name', speaker ->> 'label') ORDER BY position), '[]')
          FROM jsonb_array_elements(kept -> 'speakers') WITH ORDINALITY AS listed (speaker, position)))
      WHERE kept IS NOT NULL
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE meeting_generations DROP COLUMN kept_at, DROP COLUMN outline',
    );
  }
}
