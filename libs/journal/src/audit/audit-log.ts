import type { AuditDetails, Database, Scope, Transaction } from '@memo/entities';
import { actorOf } from './actor.ts';
import { insertEntry, mayChangeRows } from './audit.sql.ts';

export interface AuditEntry {
  /** What was done, in the past tense: `meeting.deleted`. */
  action: string;
  /** The id of the row it was done to; null where it was done to several rows or to none. */
  subject: string | null;
  /** Names of fields, counts: flat, and never the content itself. */
  details?: AuditDetails;
}

export interface AuditLog {
  /**
   * Writes an entry in the transaction of the change it tells of. Waits for no other transaction: the entry gets its
   * place in the workspace's chain after the commit.
   */
  record(scope: Scope, tx: Transaction, entry: AuditEntry): Promise<void>;
}

export function createAuditLog({ rows }: Pick<Database, 'rows'>): AuditLog {
  return {
    record: async (scope, tx, { action, subject, details = {} }) => {
      const { ip, requestId } = scope.origin ?? { ip: null, requestId: null };
      const values = { ...actorOf(scope), action, subject, details, ip, requestId };
      await rows(scope, tx).run(insertEntry, values);
    },
  };
}

/** Whether the role of this process could change what the audit log says. */
export const mayChangeAudit = async ({ openRows }: Pick<Database, 'openRows'>): Promise<boolean> =>
  (await openRows().first(mayChangeRows, {}))?.may === true;
