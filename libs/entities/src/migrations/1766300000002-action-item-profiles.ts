import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: it waits for those who change profiles. */
export class ActionItemProfiles1766300000002 implements Migration {
  name = 'ActionItemProfiles1766300000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "meeting_action_items" ADD CONSTRAINT "FK_1868f3f993a343013b95df729cd"
        FOREIGN KEY ("profile_id") REFERENCES "speaker_profiles"("id") ON DELETE SET NULL
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE meeting_action_items DROP CONSTRAINT "FK_1868f3f993a343013b95df729cd"',
    );
  }
}
