import type { Database, Rows } from '@memo/entities';
import { isOf, type AuditKeys } from './audit-keys.ts';
import { findHeadOf, findRowOf, insertSum, lockSum, stateHead } from './audit.sql.ts';

/** Of no workspace: the row with the sum of all numbers. */
export const sumId = '00000000-0000-0000-0000-000000000000';

export interface Head {
  number: number;
  hash: string;
}

export interface StatedHead extends Head {
  signature: string;
}

/** What is signed of a head. */
export const headText = (workspaceId: string, { number, hash }: Head): string =>
  JSON.stringify(['head', workspaceId, number, hash]);

/**
 * What a signed end is worth. `outdated`: it is signed with an earlier key, where the key of now has signed already.
 * `unknown`: nothing vouches for it.
 */
export type EndVerdict = 'right' | 'outdated' | 'wrong' | 'unknown';

/** Of a chain's end: one key signs the last row and what is stated of it. */
export function checkEnd(
  keys: AuditKeys | undefined,
  workspaceId: string,
  stated: StatedHead,
): EndVerdict {
  const verdict = keys?.check(headText(workspaceId, stated), stated.signature) ?? 'unknown';
  if (verdict !== 'earlier') return verdict;
  return isOf(keys, stated.hash) ? 'outdated' : 'right';
}

/** Of the sum: the key of now signs it with the first end of any chain. */
export function checkSum(
  keys: AuditKeys | undefined,
  sum: StatedHead,
  heads: readonly StatedHead[],
): EndVerdict {
  const verdict = keys?.check(headText(sumId, sum), sum.signature) ?? 'unknown';
  if (verdict !== 'earlier') return verdict;
  return heads.some(({ signature }) => isOf(keys, signature)) ? 'outdated' : 'right';
}

interface Stating {
  keys: AuditKeys;
  rows: Rows;
  openRows: ReturnType<Database['openRows']>;
  workspaceId: string;
}

/**
 * @param stated where the chain ended by what was signed; null for one that was never signed.
 * @throws Error where that is not right, or cannot be checked: signing it anew would hide it.
 */
export async function requireStated(
  { keys, rows, workspaceId }: Stating,
  stated: StatedHead | null,
): Promise<void> {
  if (stated === null) return;
  const verdict = keys.check(headText(workspaceId, stated), stated.signature);
  const isOutdated =
    verdict === 'earlier' && (await rows.first(findRowOf, { id: keys.id })) !== null;
  requireRight('The end of an audit chain', isOutdated ? 'outdated' : verdict);
}

/** Signs the new end, and counts what came in the sum. */
export async function restate(stating: Stating, before: Head | null, head: Head): Promise<void> {
  const { keys, rows, openRows, workspaceId } = stating;
  if (before === null) {
    const signature = keys.sign(headText(sumId, { number: 0, hash: '' }));
    await openRows.run(insertSum, { sumId, signature });
  }
  const sum = await openRows.first(lockSum, { sumId });
  if (sum === null) throw new Error('The sum of the audit log is gone: somebody removed it.');
  const verdict = keys.check(headText(sumId, sum), sum.signature);
  const isOutdated =
    verdict === 'earlier' && (await openRows.first(findHeadOf, { sumId, id: keys.id })) !== null;
  requireRight('The sum of the audit log', isOutdated ? 'outdated' : verdict);
  const signature = keys.sign(headText(workspaceId, head));
  const number = sum.number + head.number - (before?.number ?? 0);
  const sumSignature = keys.sign(headText(sumId, { number, hash: '' }));
  await rows.run(stateHead, { ...head, signature, sumId, sum: number, sumSignature });
}

/** Of each that is not right, why nothing is sealed over it and what to do. */
const refusals: Readonly<Record<Exclude<EndVerdict, 'right'>, string>> = {
  wrong: 'was changed by somebody without its key. Nothing is sealed there: run audit verify.',
  unknown:
    'is signed with a key that is not given. Where AUDIT_KEY was set or changed, or the JWT_SECRET it is made of without one, put the value of before into AUDIT_KEYS_BEFORE: entries wait until then. Where it was not, somebody without the key wrote this: run audit verify.',
  outdated:
    'is signed with an earlier key, and the key of now has signed before it. Where AUDIT_KEY was set back to a value that had been replaced, set a new one, and put both into AUDIT_KEYS_BEFORE: entries wait until then. Where it was not, somebody who has an earlier key wrote this: run audit verify.',
};

function requireRight(what: string, verdict: EndVerdict | 'earlier'): void {
  if (verdict !== 'right' && verdict !== 'earlier') {
    throw new Error(`${what} ${refusals[verdict]}`);
  }
}
