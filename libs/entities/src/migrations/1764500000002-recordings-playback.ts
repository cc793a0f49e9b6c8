import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** A meeting that waits for its bytes has nothing to play. */
export class RecordingsPlayback1764500000002 implements Migration {
  name = 'RecordingsPlayback1764500000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "meetings" ALTER COLUMN "playback_key" DROP NOT NULL');
  }

  /** Before, every meeting had its audio. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE meetings SET playback_key = '' WHERE playback_key IS NULL;
      ALTER TABLE meetings ALTER COLUMN playback_key SET NOT NULL;
    `);
  }
}
