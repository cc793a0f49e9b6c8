import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** By itself: `workspaces` and `users` locked together would wait for whoever registers, in the other order. */
export class WorkspacesInviters1766000000001 implements Migration {
  name = 'WorkspacesInviters1766000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "workspace_invitations"
        ADD CONSTRAINT "FK_e15b64a40ebe61dc98b993edd48" FOREIGN KEY ("invited_by")
        REFERENCES "users"("id") ON DELETE CASCADE
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE workspace_invitations DROP CONSTRAINT "FK_e15b64a40ebe61dc98b993edd48"',
    );
  }
}
