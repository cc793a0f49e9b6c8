import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: `workspaces` and `audit_events` locked together would wait for whoever registers, in the other order. */
export class JournalKeys1764400000001 implements Migration {
  name = 'JournalKeys1764400000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "pending_events"
        ADD CONSTRAINT "FK_c1fb928d08b21620ecce67127ad" FOREIGN KEY ("workspace_id")
        REFERENCES "workspaces"("id") ON DELETE CASCADE;
      ALTER TABLE "domain_events"
        ADD CONSTRAINT "FK_2f394725a65727e8285c0c832a1" FOREIGN KEY ("workspace_id")
        REFERENCES "workspaces"("id") ON DELETE CASCADE;
      ALTER TABLE "event_heads"
        ADD CONSTRAINT "FK_7d61a05791cbb677c10cb948791" FOREIGN KEY ("workspace_id")
        REFERENCES "workspaces"("id") ON DELETE CASCADE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE pending_events DROP CONSTRAINT "FK_c1fb928d08b21620ecce67127ad";
      ALTER TABLE domain_events DROP CONSTRAINT "FK_2f394725a65727e8285c0c832a1";
      ALTER TABLE event_heads DROP CONSTRAINT "FK_7d61a05791cbb677c10cb948791";
    `);
  }
}
