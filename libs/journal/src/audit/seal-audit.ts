import type { Database, Rows } from '@memo/entities';
import { auditHash, auditText, chainStart, hashVersion, signedVersion } from './audit-hash.ts';
import type { AuditKeys } from './audit-keys.ts';
import { findHead, insertRows, lockWorkspace, takeEntries } from './audit.sql.ts';
import { readStated, restate } from './stated-heads.ts';

export interface SealedChain {
  rows: Rows;
  openRows: ReturnType<Database['openRows']>;
  workspaceId: string;
  /** Without keys, rows are hashed and not signed. */
  keys?: AuditKeys | undefined;
}

/**
 * Moves a workspace's entries to the end of its chain, in the order in which they were written. Under the workspace's
 * lock, in one transaction. @returns how many entries it moved.
 * @throws Error where the chain's end is not what was signed of it.
 */
export async function sealAudit(chain: SealedChain, limit: number): Promise<number> {
  const { rows, workspaceId, keys } = chain;
  // Release 0.2.0 chains rows under this lock, and may run beside this one. The release after this one does without.
  await rows.first(lockWorkspace, {});
  const entries = await rows.all(takeEntries, { limit });
  if (entries.length === 0) return 0;
  const stated = keys === undefined ? null : await readStated({ ...chain, keys });
  const last = (await rows.first(findHead, {})) ?? { number: 0, hash: chainStart };
  // Where rows were cut off, the chain goes on where it was: the gap stays to be seen.
  let head = stated !== null && stated.number > last.number ? stated : last;
  const links = entries.map((entry) => {
    const version = keys === undefined ? hashVersion : signedVersion;
    const link = { ...entry, number: head.number + 1, hashVersion: version };
    const event = { workspaceId, ...link };
    const hash =
      keys === undefined ? auditHash(head.hash, event) : keys.sign(auditText(head.hash, event));
    head = { number: link.number, hash };
    return { ...link, hash };
  });
  await rows.run(insertRows, { rows: links });
  if (keys !== undefined) await restate({ ...chain, keys }, stated, head);
  return links.length;
}
