import type { Database } from '@memo/entities';
import type { AuditKeys } from './audit-keys.ts';
import { readHeads } from './audit.sql.ts';
import { headText, sumId } from './stated-heads.ts';

/** What contradicts the sum of all chains, in a sentence: one of them was removed whole. Null where nothing does. */
export async function sumProblem(
  { openRows }: Pick<Database, 'openRows'>,
  keys: AuditKeys,
): Promise<string | null> {
  const heads = await openRows().all(readHeads, {});
  if (heads.length === 0) return null;
  const sum = heads.find(({ workspaceId }) => workspaceId === sumId);
  if (sum === undefined) return 'The sum of all rows was removed.';
  const verdict = keys.check(headText(sumId, sum), sum.signature);
  if (verdict === 'wrong') return 'The sum of all rows was changed by somebody without the key.';
  const counted = heads.reduce(
    (total, { workspaceId, number }) => total + (workspaceId === sumId ? 0 : number),
    0,
  );
  return counted === sum.number
    ? null
    : `${sum.number} rows were written, and the chains there are end at ${counted}: a chain was removed or cut.`;
}
