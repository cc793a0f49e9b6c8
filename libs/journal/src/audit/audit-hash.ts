import { createHash } from 'node:crypto';
import type { AuditDetails, AuditEvent } from '@memo/entities';

/** What the first row of a workspace follows. */
export const chainStart = '0'.repeat(64);

/** What new rows are hashed by. */
export const hashVersion = 2;

export type HashedEvent = Omit<AuditEvent, 'hash'>;

/** What each version of the hash covers beside the hash before it. What is released is never changed. */
const covered: Readonly<Record<number, (event: HashedEvent) => unknown[]>> = {
  1: ({ workspaceId, number, userId, action, subject, details, ip, requestId, at }) => {
    const what = [workspaceId, number, userId, action, subject, ordered(details)];
    return [...what, ip, requestId, at.toISOString()];
  },
  2: ({ hashVersion, workspaceId, number, userId, actor, action, subject, details, ...from }) => {
    const who = [hashVersion, workspaceId, number, userId, actor];
    return [
      ...who,
      action,
      subject,
      ordered(details),
      from.ip,
      from.requestId,
      from.at.toISOString(),
    ];
  },
};

/**
 * SHA-256 over the row and its predecessor's hash, hex, by the version the row names.
 * @throws RangeError for a version there is not.
 */
export function auditHash(previousHash: string, event: HashedEvent): string {
  const fields = covered[event.hashVersion]?.(event);
  if (fields === undefined) throw new RangeError(`no hash version ${event.hashVersion}`);
  return createHash('sha256')
    .update(JSON.stringify([previousHash, ...fields]))
    .digest('hex');
}

/** Postgres keeps the keys of a jsonb object in an order of its own. */
const ordered = (details: AuditDetails): [string, AuditDetails[string]][] =>
  Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
