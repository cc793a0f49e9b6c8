import { createHash } from 'node:crypto';
import { AuditEvent, type AuditDetails, type Owner } from '@memo/entities';
import type { EntityManager } from 'typeorm';

/** Adds a row to the audit log word for word as release 0.2.0 does: under the first form of the hash, without a version. */
export async function insertAsBefore(
  manager: EntityManager,
  { workspaceId, userId }: Owner,
  subject: string,
  details: AuditDetails = {},
): Promise<void> {
  const last = await manager.findOne(AuditEvent, {
    where: { workspaceId },
    order: { number: 'DESC' },
  });
  const [number, at] = [(last?.number ?? 0) + 1, new Date()];
  const action = 'note.changed';
  const ordered = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = [last?.hash ?? '0'.repeat(64), workspaceId, number, userId, action, subject];
  const text = JSON.stringify([...fields, ordered, null, null, at.toISOString()]);
  const hash = createHash('sha256').update(text).digest('hex');
  const columns = { workspaceId, number, userId, action, subject, details, at, hash };
  await manager.insert(AuditEvent, columns);
}
