import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: it waits for those who change meetings. */
export class MinutesKeys1766300000001 implements Migration {
  name = 'MinutesKeys1766300000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "minutes" ADD CONSTRAINT "FK_b5f85480864d8582430e488a93d"
        FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE CASCADE;
      ALTER TABLE "minutes_versions" ADD CONSTRAINT "FK_8c5dc1989238b9d020d19f94f58"
        FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE CASCADE;
      ALTER TABLE "meeting_action_items" ADD CONSTRAINT "FK_f7b7865e9ea9d657626153255e9"
        FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE CASCADE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE meeting_action_items DROP CONSTRAINT "FK_f7b7865e9ea9d657626153255e9";
      ALTER TABLE minutes_versions DROP CONSTRAINT "FK_8c5dc1989238b9d020d19f94f58";
      ALTER TABLE minutes DROP CONSTRAINT "FK_b5f85480864d8582430e488a93d";
    `);
  }
}
