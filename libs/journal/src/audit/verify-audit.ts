import type { AuditEvent, Database } from '@memo/entities';
import { auditHash, auditText, chainStart, signedVersion } from './audit-hash.ts';
import type { AuditKeys } from './audit-keys.ts';
import { readFirstRows, readHeads, readNextRows } from './audit.sql.ts';
import { headText, sumId, type Head } from './stated-heads.ts';
import { readUnsealed, type UnsealedEntries } from './unsealed.ts';

export type { Head } from './stated-heads.ts';

/** One workspace's chain, as it was found. */
export interface AuditChain {
  workspaceId: string;
  rows: number;
  /** The last row's number and hash: with them kept elsewhere, a tail cut off later shows. */
  head: { number: number; hash: string };
  /** Signed rows that could not be checked: the key they are signed with was not given. */
  unchecked: number;
  /** The first row that is not what was recorded. Null when all are. */
  broken: AuditBreak | null;
  /** Entries that had no place in the chain when the check began; nothing vouches for them yet. Null when there were none. */
  unsealed: UnsealedEntries | null;
}

export interface AuditBreak {
  number: number;
  /**
   * `missing`: no row has this number. `changed`: the row or the one before it is not what was hashed. `cut`: it was
   * there, and the chain ends before it. `unsigned`: it has no signature, and the rows before it do.
   */
  reason: 'missing' | 'changed' | 'cut' | 'unsigned';
}

export interface VerifyOptions {
  onProgress?: (rows: number) => void;
  /** Without them the signatures of rows and heads are not checked. */
  keys?: AuditKeys | undefined;
  /** Heads that were printed earlier and kept elsewhere, by workspace: each must be in its chain. */
  kept?: ReadonlyMap<string, Head>;
}

/** How a chain is followed. */
interface Following extends AuditChain {
  isSigned: boolean;
  /** Ends it once had. A row of that number has that hash, or something is wrong. */
  known: Head[];
}

const batchSize = 1_000;

/**
 * Recomputes every chain, one batch of rows in memory at a time. A workspace whose entries are all unsealed is listed
 * with a chain of no rows.
 *
 * A chain shows that a row was changed, taken out or put in; a signed one also that it was written anew. Rows cut off its
 * end contradict the head that is signed beside it. Who can write to the database can bring back an earlier head, with
 * the rows it had: against that, keep the heads this prints somewhere they cannot write, and give them as `kept`.
 */
export async function* verifyAudit(
  database: Pick<Database, 'openRows'>,
  { onProgress = () => undefined, keys, kept = new Map() }: VerifyOptions = {},
): AsyncGenerator<AuditChain> {
  const unsealed = await readUnsealed(database);
  const stated = new Map((await readStatedHeads(database)).map((one) => [one.workspaceId, one]));
  const seen = new Set<string>();
  const begin = (workspaceId: string): Following => {
    seen.add(workspaceId);
    const head = { number: 0, hash: chainStart };
    const known = [stated.get(workspaceId), kept.get(workspaceId)].filter(
      (one) => one !== undefined,
    );
    const start = { workspaceId, rows: 0, head, unchecked: 0, broken: null };
    return { ...start, unsealed: unsealed.get(workspaceId) ?? null, isSigned: false, known };
  };
  const follow = (chain: Following, row: AuditEvent): Following => {
    const verdict = verdictOf(chain.head.hash, row, keys);
    return {
      ...chain,
      rows: chain.rows + 1,
      head: { number: row.number, hash: row.hash },
      unchecked: chain.unchecked + (verdict === 'unknown' ? 1 : 0),
      isSigned: chain.isSigned || row.hashVersion >= signedVersion,
      broken: chain.broken ?? breakAt(chain, row, verdict),
    };
  };
  const statedOf = async ({ workspaceId, isSigned }: Following) => {
    const head = stated.get(workspaceId);
    if (head !== undefined || !isSigned) return head;
    // Its first row may have been signed since the heads were read.
    return (await readStatedHeads(database)).find((one) => one.workspaceId === workspaceId);
  };
  const finish = async (chain: Following): Promise<AuditChain> => {
    const head = await statedOf(chain);
    const { known, isSigned, ...found } = chain;
    const cut = known.find(({ number }) => number > found.head.number);
    const isHeadGone = isSigned && head === undefined;
    const isHeadWrong =
      head !== undefined &&
      keys?.check(headText(found.workspaceId, head), head.signature) === 'wrong';
    const end = found.head.number;
    const broken =
      found.broken ??
      (cut !== undefined ? { number: end + 1, reason: 'cut' as const } : null) ??
      (isHeadGone ? { number: end + 1, reason: 'cut' as const } : null) ??
      (isHeadWrong ? { number: head.number, reason: 'changed' as const } : null);
    return { ...found, broken };
  };
  let chain: Following | null = null;
  let total = 0;
  for await (const row of rowsInOrder(database)) {
    if (chain !== null && chain.workspaceId !== row.workspaceId) {
      yield await finish(chain);
      chain = null;
    }
    chain = follow(chain ?? begin(row.workspaceId), row);
    total += 1;
    if (total % batchSize === 0) onProgress(total);
  }
  if (chain !== null) yield await finish(chain);
  for (const workspaceId of [...unsealed.keys(), ...stated.keys(), ...kept.keys()]) {
    if (!seen.has(workspaceId)) yield await finish(begin(workspaceId));
  }
}

async function readStatedHeads({ openRows }: Pick<Database, 'openRows'>) {
  const heads = await openRows().all(readHeads, {});
  return heads.filter(({ workspaceId }) => workspaceId !== sumId);
}

type Verdict = 'right' | 'wrong' | 'unknown';

function breakAt(
  { head: previous, isSigned, known }: Following,
  row: AuditEvent,
  verdict: Verdict,
): AuditBreak | null {
  const due = previous.number + 1;
  const { number } = row;
  if (number > due) return { number: due, reason: 'missing' };
  if (isSigned && row.hashVersion < signedVersion) return { number, reason: 'unsigned' };
  const isKnown = known.every((one) => one.number !== number || one.hash === row.hash);
  return number === due && verdict !== 'wrong' && isKnown ? null : { number, reason: 'changed' };
}

function verdictOf(previousHash: string, row: AuditEvent, keys: AuditKeys | undefined): Verdict {
  // The first version does not cover the column, and no row of it has a value there.
  if (row.hashVersion === 1 && row.actor !== null) return 'wrong';
  try {
    if (row.hashVersion >= signedVersion) {
      return keys?.check(auditText(previousHash, row), row.hash) ?? 'unknown';
    }
    return auditHash(previousHash, row) === row.hash ? 'right' : 'wrong';
  } catch {
    // Somebody put a value there that no row of ours can have.
    return 'wrong';
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
