import type { Database, Rows } from '@memo/entities';
import { auditText, chainStart, signedVersion } from './audit-hash.ts';
import type { AuditKeys } from './audit-keys.ts';
import { findHeads, insertRows, lockWorkspace, takeEntries } from './audit.sql.ts';
import { requireStated, restate } from './stated-heads.ts';

export interface SealedChain {
  rows: Rows;
  openRows: ReturnType<Database['openRows']>;
  workspaceId: string;
  keys: AuditKeys;
}

/**
 * Moves a workspace's entries to the end of its chain, in the order in which they were written. Under the workspace's
 * lock, in one transaction. @returns how many entries it moved.
 * @throws Error where the chain's end, or the sum of all, is not what was signed of it.
 */
export async function sealAudit(chain: SealedChain, limit: number): Promise<number> {
  const { rows, workspaceId, keys } = chain;
  // Release 0.2.0 chains rows under this lock, and may run beside this one. The release after this one does without.
  await rows.first(lockWorkspace, {});
  const entries = await rows.all(takeEntries, { limit });
  if (entries.length === 0) return 0;
  const ends = await rows.first(findHeads, {});
  const { stated = null } = ends ?? {};
  await requireStated(chain, stated);
  const last = ends?.last ?? { number: 0, hash: chainStart };
  // Where rows were cut off, the chain goes on where it was: the gap stays to be seen.
  let head = stated !== null && stated.number > last.number ? stated : last;
  const links = entries.map((entry) => {
    const link = { ...entry, number: head.number + 1, hashVersion: signedVersion };
    const hash = keys.sign(auditText(head.hash, { workspaceId, ...link }));
    head = { number: link.number, hash };
    return { ...link, hash };
  });
  await rows.run(insertRows, { rows: links });
  await restate(chain, stated, head);
  return links.length;
}
