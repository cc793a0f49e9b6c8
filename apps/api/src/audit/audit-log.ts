import { personOf } from '@memo/access';
import { AuditEvent, type AuditDetails, type Scope, type Transaction } from '@memo/entities';
import { auditHash, chainStart } from './audit-hash.ts';

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
   * Adds a row to the workspace's chain, in the transaction of the change it tells of. Call it last: from here to the
   * commit no other change of this workspace can be recorded.
   */
  record(scope: Scope, tx: Transaction, entry: AuditEntry): Promise<void>;
}

export function createAuditLog(): AuditLog {
  return {
    record: async (scope, tx, { action, subject, details = {} }) => {
      const { workspaceId, origin } = scope;
      const userId = personOf(scope);
      // Puts the workspace's changes in order without holding up those who only refer to it.
      await tx.manager.query('SELECT 1 FROM workspaces WHERE id = $1 FOR NO KEY UPDATE', [
        workspaceId,
      ]);
      const last = await tx.manager.findOne(AuditEvent, {
        where: { workspaceId },
        order: { number: 'DESC' },
      });
      const event = {
        workspaceId,
        number: (last?.number ?? 0) + 1,
        userId,
        action,
        subject,
        details,
        ip: origin?.ip ?? null,
        requestId: origin?.requestId ?? null,
        at: new Date(),
      };
      const hash = auditHash(last?.hash ?? chainStart, event);
      await tx.manager.insert(AuditEvent, { ...event, hash });
    },
  };
}
