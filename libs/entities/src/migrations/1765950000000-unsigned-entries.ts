import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * A row without a signature behind one that has one becomes an entry that waits for the sealer. Release 0.2.0 writes such
 * rows with each change of a person: refused, the change would be refused with them while both releases run.
 */
export class UnsignedEntries1765950000000 implements Migration {
  name = 'UnsignedEntries1765950000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION audit_events_stay_signed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM audit_events
                   WHERE workspace_id = NEW.workspace_id AND number = NEW.number - 1 AND hash_version >= 3) THEN
          INSERT INTO pending_audit_entries (workspace_id, user_id, actor, action, subject, details, ip, request_id, at)
          VALUES (NEW.workspace_id, NEW.user_id, coalesce(NEW.actor, 'user:' || NEW.user_id, 'system:memo'), NEW.action,
                  NEW.subject, NEW.details, NEW.ip, NEW.request_id, NEW.at);
          RETURN NULL;
        END IF;
        RETURN NEW;
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION audit_events_stay_signed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM audit_events
                   WHERE workspace_id = NEW.workspace_id AND number = NEW.number - 1 AND hash_version >= 3) THEN
          RAISE EXCEPTION 'The audit log of this workspace is signed; a row without a signature cannot follow.';
        END IF;
        RETURN NEW;
      END $$;
    `);
  }
}
