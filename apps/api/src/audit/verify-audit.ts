import { AuditEvent } from '@memo/entities';
import type { DataSource } from 'typeorm';
import { auditHash, chainStart } from './audit-hash.ts';

/** One workspace's chain, as it was found. */
export interface AuditChain {
  workspaceId: string;
  rows: number;
  /** The last row's number and hash: with them kept elsewhere, a tail cut off later shows. */
  head: { number: number; hash: string };
  /** The first row that is not what was recorded. Null when all are. */
  broken: AuditBreak | null;
}

export interface AuditBreak {
  number: number;
  /** `missing`: no row has this number. `changed`: the row or the one before it is not what was hashed. */
  reason: 'missing' | 'changed';
}

const batchSize = 1_000;

/**
 * Recomputes every chain, one batch of rows in memory at a time.
 *
 * A chain shows that a row was changed, taken out or put in. It cannot show what it has no trace of: rows cut off its
 * end, a chain removed whole, or one written anew from some row on by somebody who knows how hashes are made. Keep the
 * heads this prints somewhere the database's owner cannot write, and compare: a head once seen must be in its chain.
 */
export async function* verifyAudit(
  dataSource: DataSource,
  onProgress: (rows: number) => void = () => undefined,
): AsyncGenerator<AuditChain> {
  let chain: AuditChain | null = null;
  let total = 0;
  for await (const row of rowsInOrder(dataSource)) {
    if (chain !== null && chain.workspaceId !== row.workspaceId) {
      yield chain;
      chain = null;
    }
    chain = follow(chain, row);
    total += 1;
    if (total % batchSize === 0) onProgress(total);
  }
  if (chain !== null) yield chain;
}

function follow(chain: AuditChain | null, row: AuditEvent): AuditChain {
  const { workspaceId, number, hash } = row;
  const previous = chain?.head ?? { number: 0, hash: chainStart };
  return {
    workspaceId,
    rows: (chain?.rows ?? 0) + 1,
    head: { number, hash },
    broken: chain?.broken ?? breakAt(previous, row),
  };
}

function breakAt(previous: AuditChain['head'], row: AuditEvent): AuditBreak | null {
  const due = previous.number + 1;
  if (row.number > due) return { number: due, reason: 'missing' };
  return row.number === due && isAsRecorded(previous.hash, row)
    ? null
    : { number: row.number, reason: 'changed' };
}

function isAsRecorded(previousHash: string, row: AuditEvent): boolean {
  try {
    return auditHash(previousHash, row) === row.hash;
  } catch {
    // Somebody put a value there that no row of ours can have.
    return false;
  }
}

async function* rowsInOrder({ manager }: DataSource): AsyncGenerator<AuditEvent> {
  const query = () =>
    manager
      .createQueryBuilder(AuditEvent, 'event')
      .orderBy('event.workspaceId')
      .addOrderBy('event.number')
      .limit(batchSize);
  for (let rows = await query().getMany(); rows.length > 0;) {
    yield* rows;
    const last = rows.at(-1);
    rows = await query()
      .where('(event.workspace_id, event.number) > (:workspaceId::uuid, :number::integer)', {
        workspaceId: last?.workspaceId,
        number: last?.number,
      })
      .getMany();
  }
}
