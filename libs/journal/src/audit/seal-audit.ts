import type { Rows } from '@memo/entities';
import { auditHash, chainStart, hashVersion } from './audit-hash.ts';
import { findHead, insertRows, lockWorkspace, takeEntries } from './audit.sql.ts';

/**
 * Moves a workspace's entries to the end of its chain, in the order in which they were written. Under the workspace's
 * lock, in one transaction. @returns how many entries it moved.
 */
export async function sealAudit(rows: Rows, workspaceId: string, limit: number): Promise<number> {
  // Release 0.2.0 chains rows under this lock, and may run beside this one. The release after this one does without.
  await rows.first(lockWorkspace, {});
  const entries = await rows.all(takeEntries, { limit });
  if (entries.length === 0) return 0;
  let head = (await rows.first(findHead, {})) ?? { number: 0, hash: chainStart };
  const links = entries.map((entry) => {
    const link = { ...entry, number: head.number + 1, hashVersion };
    head = { number: link.number, hash: auditHash(head.hash, { workspaceId, ...link }) };
    return { ...link, hash: head.hash };
  });
  await rows.run(insertRows, { rows: links });
  return links.length;
}
