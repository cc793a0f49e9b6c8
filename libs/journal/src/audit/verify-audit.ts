import type { AuditEvent, Database } from '@memo/entities';
import { auditHash, auditText, chainStart, signedVersion } from './audit-hash.ts';
import type { AuditKeys, Verdict } from './audit-keys.ts';
import { findHeads, readFirstRows, readHeads, readNextRows } from './audit.sql.ts';
import { checkEnd, sumId, type EndVerdict, type Head } from './stated-heads.ts';
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
  /** Whether the same is true of what is signed of the chain's end. */
  isEndUnchecked: boolean;
  /** The first row that is not what was recorded. Null when all are. */
  broken: AuditBreak | null;
  /** Entries that had no place in the chain when the check began; nothing vouches for them yet. Null when there were none. */
  unsealed: UnsealedEntries | null;
}

export interface AuditBreak {
  number: number;
  /**
   * `missing`: no row has this number. `changed`: the row or the one before it is not what was hashed. `cut`: it was
   * there, and the chain ends before it. `unsigned`: it has no signature, and the rows before it do. `outdated`: it, or
   * the end, is signed with an earlier key, and a row before it with the one of now.
   */
  reason: 'missing' | 'changed' | 'cut' | 'unsigned' | 'outdated';
}

export interface VerifyOptions {
  onProgress?: (rows: number) => void;
  /** Without them the signatures of rows and heads are not checked. */
  keys?: AuditKeys | undefined;
  /** Heads that were printed earlier and kept elsewhere, by workspace: each must be in its chain. */
  kept?: ReadonlyMap<string, Head>;
}

/** How a chain is followed. */
interface Following extends Omit<AuditChain, 'isEndUnchecked'> {
  isSigned: boolean;
  /** Whether the key of now has signed a row of it. */
  isOfNow: boolean;
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
  database: Pick<Database, 'openRows' | 'rows'>,
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
    const ofKeys = { isSigned: false, isOfNow: false };
    return { ...start, unsealed: unsealed.get(workspaceId) ?? null, ...ofKeys, known };
  };
  const follow = (chain: Following, row: AuditEvent): Following => {
    const verdict = verdictOf(chain.head.hash, row, keys);
    const isSigned = row.hashVersion >= signedVersion;
    return {
      ...chain,
      rows: chain.rows + 1,
      head: { number: row.number, hash: row.hash },
      unchecked: chain.unchecked + (verdict === 'unknown' ? 1 : 0),
      isSigned: chain.isSigned || isSigned,
      isOfNow: chain.isOfNow || (isSigned && verdict === 'right'),
      broken: chain.broken ?? breakAt(chain, row, verdict),
    };
  };
  const statedOf = async ({ workspaceId, isSigned }: Following) => {
    const head = stated.get(workspaceId);
    if (head !== undefined || !isSigned) return head ?? null;
    // Its first row may have been signed since the heads were read.
    return (await database.rows({ workspaceId }).first(findHeads, {}))?.stated ?? null;
  };
  const finish = async (chain: Following): Promise<AuditChain> => {
    const end = await statedOf(chain);
    const { workspaceId, rows, head, unchecked, unsealed, known, isSigned } = chain;
    const isCut = known.some(({ number }) => number > head.number) || (isSigned && end === null);
    const verdict = end && checkEnd(keys, workspaceId, end);
    const broken =
      chain.broken ??
      (isCut ? { number: head.number + 1, reason: 'cut' as const } : null) ??
      breakOfEnd(end, verdict);
    const isEndUnchecked = verdict === 'unknown';
    return { workspaceId, rows, head, unchecked, isEndUnchecked, broken, unsealed };
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

function breakOfEnd(head: Head | null, verdict: EndVerdict | null): AuditBreak | null {
  if (head === null || verdict === null || verdict === 'right' || verdict === 'unknown')
    return null;
  return { number: head.number, reason: verdict === 'outdated' ? 'outdated' : 'changed' };
}

function breakAt(
  { head: previous, isSigned, isOfNow, known }: Following,
  row: AuditEvent,
  verdict: Verdict,
): AuditBreak | null {
  const due = previous.number + 1;
  const { number } = row;
  if (number > due) return { number: due, reason: 'missing' };
  if (isSigned && row.hashVersion < signedVersion) return { number, reason: 'unsigned' };
  const isKnown = known.every((one) => one.number !== number || one.hash === row.hash);
  if (number !== due || verdict === 'wrong' || !isKnown) return { number, reason: 'changed' };
  return isOfNow && verdict === 'earlier' ? { number, reason: 'outdated' } : null;
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
