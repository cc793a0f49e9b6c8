import { AuditEvent, PendingAuditEntry } from '@memo/entities';
import { In, type EntityManager } from 'typeorm';
import { auditHash, chainStart, hashVersion } from './audit-hash.ts';

/**
 * Moves a workspace's entries to the end of its chain, in the order in which they were written. Under the workspace's
 * lock. @returns how many entries it moved.
 */
export async function sealAudit(
  manager: EntityManager,
  workspaceId: string,
  limit: number,
): Promise<number> {
  // Release 0.2 chained rows under this lock, and may still run beside this one. To go in the release after this.
  await manager.query('SELECT 1 FROM workspaces WHERE id = $1 FOR NO KEY UPDATE', [workspaceId]);
  const entries = await manager.find(PendingAuditEntry, {
    where: { workspaceId },
    order: { id: 'ASC' },
    take: limit,
  });
  if (entries.length === 0) return 0;
  const last = await manager.findOne(AuditEvent, {
    where: { workspaceId },
    order: { number: 'DESC' },
  });
  let head = { number: last?.number ?? 0, hash: last?.hash ?? chainStart };
  const rows = entries.map(({ userId, actor, action, subject, details, ip, requestId, at }) => {
    const entry = { userId, actor, action, subject, details, ip, requestId, at };
    const event = { workspaceId, number: head.number + 1, ...entry, hashVersion };
    head = { number: event.number, hash: auditHash(head.hash, event) };
    return { ...event, hash: head.hash };
  });
  await manager.insert(AuditEvent, rows);
  await manager.delete(PendingAuditEntry, { workspaceId, id: In(entries.map(({ id }) => id)) });
  return rows.length;
}
