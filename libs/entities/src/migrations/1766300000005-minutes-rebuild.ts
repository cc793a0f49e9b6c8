import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Notes that are there already become minutes after the tables have changed, some at a time; until then whoever wants one makes it. */
export class MinutesRebuild1766300000005 implements Migration {
  name = 'MinutesRebuild1766300000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO rebuilds (name, after, done)
      SELECT 'minutes', '00000000-0000-0000-0000-000000000000', NOT EXISTS (SELECT FROM meetings)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM rebuilds WHERE name = 'minutes'`);
  }
}
