import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Meetings that are there already are built for the search by the API, some at a time; until then the old rule finds them. */
export class SearchRebuild1765500000004 implements Migration {
  name = 'SearchRebuild1765500000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO rebuilds (name, after, done)
      SELECT 'search', '00000000-0000-0000-0000-000000000000', NOT EXISTS (SELECT FROM meetings)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM rebuilds WHERE name = 'search'`);
  }
}
