import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * Where each chain of the audit log ends is written down beside it, signed. A row without a signature behind one that has
 * one is refused: release 0.2.0 makes such rows, and would make a gap in what can be proven; its entries wait.
 */
export class AuditHeads1765300000001 implements Migration {
  name = 'AuditHeads1765300000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "audit_heads" (
        "workspace_id" uuid NOT NULL,
        "number" integer NOT NULL,
        "hash" character varying NOT NULL,
        "signature" character varying NOT NULL,
        CONSTRAINT "PK_audit_heads" PRIMARY KEY ("workspace_id")
      );
      CREATE FUNCTION audit_events_stay_signed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM audit_events
                   WHERE workspace_id = NEW.workspace_id AND number = NEW.number - 1 AND hash_version >= 3) THEN
          RAISE EXCEPTION 'The audit log of this workspace is signed; a row without a signature cannot follow.';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_events_stay_signed BEFORE INSERT ON "audit_events"
        FOR EACH ROW WHEN (NEW.hash_version < 3) EXECUTE FUNCTION audit_events_stay_signed();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER audit_events_stay_signed ON audit_events;
      DROP FUNCTION audit_events_stay_signed();
      DROP TABLE audit_heads;
    `);
  }
}
