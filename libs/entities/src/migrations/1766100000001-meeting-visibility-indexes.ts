import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** In which columns a list is read: those of `shared` meetings by what narrows it. */
const shared = {
  meetings_shared: '"workspace_id", "created_at", "id"',
  meetings_shared_status: '"workspace_id", "status", "created_at", "id"',
  meetings_shared_analytics_status: '"workspace_id", "analytics_status", "created_at", "id"',
  meetings_shared_needs_review: '"workspace_id", "needs_review", "created_at", "id"',
};

/**
 * A list is what all members see and what its reader alone does, each in order: however many meetings others keep to
 * themselves, none of them is read and passed over.
 */
export class MeetingVisibilityIndexes1766100000001 implements Migration {
  name = 'MeetingVisibilityIndexes1766100000001';
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(shared)) {
      await queryRunner.query(
        `CREATE INDEX CONCURRENTLY IF NOT EXISTS "${name}" ON "meetings" (${columns})
         WHERE "deleted_at" IS NULL AND "visibility" = 'workspace'`,
      );
    }
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "meetings_private"
       ON "meetings" ("workspace_id", "user_id", "created_at", "id")
       WHERE "deleted_at" IS NULL AND "visibility" = 'private'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP INDEX ${[...Object.keys(shared), 'meetings_private'].join(', ')}`,
    );
  }
}
