import { PendingAuditEntry, type AuditDetails, type Scope, type Transaction } from '@memo/entities';
import { actorOf } from './actor.ts';

export interface AuditEntry {
  /** What was done, in the past tense: `meeting.deleted`. */
  action: string;
  /** The id of what it was done to; null where it is no one thing. */
  subject: string | null;
  /** Names of fields, counts: flat, and never the content itself. */
  details?: AuditDetails;
}

export interface AuditLog {
  /**
   * Writes an entry in the transaction of the change it tells of. Waits for nobody: the entry gets its place in the
   * workspace's chain after the commit.
   */
  record(scope: Scope, tx: Pick<Transaction, 'manager'>, entry: AuditEntry): Promise<void>;
}

export function createAuditLog(): AuditLog {
  return {
    record: async (scope, { manager }, { action, subject, details = {} }) => {
      await manager.insert(PendingAuditEntry, {
        workspaceId: scope.workspaceId,
        ...actorOf(scope),
        action,
        subject,
        details,
        ip: scope.origin?.ip ?? null,
        requestId: scope.origin?.requestId ?? null,
      });
    },
  };
}
