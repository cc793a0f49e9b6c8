import type { AuditEvent, Database } from '@memo/entities';
import { auditHash, chainStart } from './audit-hash.ts';
import { readFirstRows, readNextRows } from './audit.sql.ts';
import { readUnsealed, type UnsealedEntries } from './unsealed.ts';

/** One workspace's chain, as it was found. */
export interface AuditChain {
  workspaceId: string;
  rows: number;
  /** The last row's number and hash: with them kept elsewhere, a tail cut off later shows. */
  head: { number: number; hash: string };
  /** The first row that is not what was recorded. Null when all are. */
  broken: AuditBreak | null;
  /** Entries that had no place in the chain when the check began; nothing vouches for them yet. Null when there were none. */
  unsealed: UnsealedEntries | null;
}

export interface AuditBreak {
  number: number;
  /** `missing`: no row has this number. `changed`: the row or the one before it is not what was hashed. */
  reason: 'missing' | 'changed';
}

const batchSize = 1_000;

/**
 * Recomputes every chain, one batch of rows in memory at a time. A workspace whose entries are all unsealed is listed
 * with a chain of no rows.
 *
 * A chain shows that a row was changed, taken out or put in. It cannot show what it has no trace of: rows cut off its
 * end, a chain removed whole, or one written anew from some row on by somebody who knows how hashes are made. Keep the
 * heads this prints somewhere the database's owner cannot write, and compare: a head once seen must be in its chain.
 */
export async function* verifyAudit(
  database: Pick<Database, 'openRows'>,
  onProgress: (rows: number) => void = () => undefined,
): AsyncGenerator<AuditChain> {
  const unsealed = await readUnsealed(database);
  const begin = (workspaceId: string): AuditChain => {
    const entries = unsealed.get(workspaceId) ?? null;
    unsealed.delete(workspaceId);
    const head = { number: 0, hash: chainStart };
    return { workspaceId, rows: 0, head, broken: null, unsealed: entries };
  };
  let chain: AuditChain | null = null;
  let total = 0;
  for await (const row of rowsInOrder(database)) {
    if (chain !== null && chain.workspaceId !== row.workspaceId) {
      yield chain;
      chain = null;
    }
    chain = follow(chain ?? begin(row.workspaceId), row);
    total += 1;
    if (total % batchSize === 0) onProgress(total);
  }
  if (chain !== null) yield chain;
  for (const workspaceId of [...unsealed.keys()]) yield begin(workspaceId);
}

const follow = (chain: AuditChain, row: AuditEvent): AuditChain => ({
  ...chain,
  rows: chain.rows + 1,
  head: { number: row.number, hash: row.hash },
  broken: chain.broken ?? breakAt(chain.head, row),
});

function breakAt(previous: AuditChain['head'], row: AuditEvent): AuditBreak | null {
  const due = previous.number + 1;
  if (row.number > due) return { number: due, reason: 'missing' };
  return row.number === due && isAsRecorded(previous.hash, row)
    ? null
    : { number: row.number, reason: 'changed' };
}

function isAsRecorded(previousHash: string, row: AuditEvent): boolean {
  // The first version does not cover the column, and no row of it has a value there.
  if (row.hashVersion === 1 && row.actor !== null) return false;
  try {
    return auditHash(previousHash, row) === row.hash;
  } catch {
    // Somebody put a value there that no row of ours can have.
    return false;
  }
}

async function* rowsInOrder({ openRows }: Pick<Database, 'openRows'>): AsyncGenerator<AuditEvent> {
  const limit = batchSize;
  let rows = await openRows().all(readFirstRows, { limit });
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    yield* rows;
    const { workspaceId, number } = last;
    rows = await openRows().all(readNextRows, { workspaceId, number, limit });
  }
}
