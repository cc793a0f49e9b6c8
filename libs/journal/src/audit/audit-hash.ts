import { createHash } from 'node:crypto';
import type { AuditDetails, AuditEvent } from '@memo/entities';

/** What the first row of a workspace follows. */
export const chainStart = '0'.repeat(64);

/** What new rows are signed by. It begins at each chain's head; the rows before verify by their hash. */
export const signedVersion = 3;

export type HashedEvent = Omit<AuditEvent, 'hash'>;

type Covered = (event: HashedEvent) => unknown[];

const withActor: Covered = (event) => {
  const { hashVersion, workspaceId, number, userId, actor, action, subject, details, ...from } =
    event;
  const who = [hashVersion, workspaceId, number, userId, actor];
  const what = [action, subject, ordered(details)];
  return [...who, ...what, from.ip, from.requestId, from.at.toISOString()];
};

/** What each version of the hash covers beside the hash before it. What is released is never changed. */
const covered: Readonly<Record<number, Covered>> = {
  1: ({ workspaceId, number, userId, action, subject, details, ip, requestId, at }) => {
    const what = [workspaceId, number, userId, action, subject, ordered(details)];
    return [...what, ip, requestId, at.toISOString()];
  },
  2: withActor,
  3: withActor,
};

/**
 * What is hashed or signed of a row: itself and its predecessor's hash, by the version the row names.
 * @throws RangeError for a version there is not.
 */
export function auditText(previousHash: string, event: HashedEvent): string {
  const fields = covered[event.hashVersion]?.(event);
  if (fields === undefined) throw new RangeError(`no hash version ${event.hashVersion}`);
  return JSON.stringify([previousHash, ...fields]);
}

/** SHA-256 of it, hex. @throws RangeError for a version there is not. */
export const auditHash = (previousHash: string, event: HashedEvent): string =>
  createHash('sha256').update(auditText(previousHash, event)).digest('hex');

/** Postgres keeps the keys of a jsonb object in an order of its own. */
const ordered = (details: AuditDetails): [string, AuditDetails[string]][] =>
  Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
