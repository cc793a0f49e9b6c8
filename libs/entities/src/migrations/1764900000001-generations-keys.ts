import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: it waits for those who change meetings. */
export class GenerationsKeys1764900000001 implements Migration {
  name = 'GenerationsKeys1764900000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "meeting_generations"
        ADD CONSTRAINT "FK_16e596ef18b167160fe2db23da7" FOREIGN KEY ("meeting_id")
        REFERENCES "meetings"("id") ON DELETE CASCADE
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE meeting_generations DROP CONSTRAINT "FK_16e596ef18b167160fe2db23da7"',
    );
  }
}
