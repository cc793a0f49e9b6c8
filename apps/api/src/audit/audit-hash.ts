import { createHash } from 'node:crypto';
import type { AuditDetails, AuditEvent } from '@memo/entities';

/** What the first row of a workspace follows. */
export const chainStart = '0'.repeat(64);

export type HashedEvent = Omit<AuditEvent, 'hash'>;

/** SHA-256 over the row and its predecessor's hash, hex. */
export function auditHash(previousHash: string, event: HashedEvent): string {
  const { workspaceId, number, userId, action, subject, details, ip, requestId, at } = event;
  const fields = [previousHash, workspaceId, number, userId, action, subject, ordered(details)];
  const text = JSON.stringify([...fields, ip, requestId, at.toISOString()]);
  return createHash('sha256').update(text).digest('hex');
}

/** Postgres keeps the keys of a jsonb object in an order of its own. */
const ordered = (details: AuditDetails): [string, AuditDetails[string]][] =>
  Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
