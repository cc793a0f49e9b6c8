import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** A client may bring a recording to the storage by itself; what it brings is compared with what it said. */
export class AnnouncedRecordings1766500000000 implements Migration {
  name = 'AnnouncedRecordings1766500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "recordings" ADD "announced" jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "recordings" DROP "announced"`);
  }
}
