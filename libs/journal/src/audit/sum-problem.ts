import type { Database } from '@memo/entities';
import type { AuditKeys } from './audit-keys.ts';
import { readHeads } from './audit.sql.ts';
import { checkSum, sumId, type EndVerdict } from './stated-heads.ts';

export interface SumProblem {
  /** False where the sum could not be checked, and nothing contradicts it. */
  isBroken: boolean;
  sentence: string;
}

/** What contradicts the sum of all chains: one of them was removed whole. Null where nothing does, and its key vouches for it. */
export async function sumProblem(
  { openRows }: Pick<Database, 'openRows'>,
  keys: AuditKeys | undefined,
): Promise<SumProblem | null> {
  const stated = await openRows().all(readHeads, {});
  if (stated.length === 0) return null;
  const broken = (sentence: string): SumProblem => ({ isBroken: true, sentence });
  const sum = stated.find(({ workspaceId }) => workspaceId === sumId);
  if (sum === undefined) return broken('The sum of all rows was removed.');
  const heads = stated.filter((one) => one !== sum);
  const verdict = checkSum(keys, sum, heads);
  if (verdict === 'wrong' || verdict === 'outdated') return broken(forged[verdict]);
  const counted = heads.reduce((total, { number }) => total + number, 0);
  if (counted !== sum.number) {
    return broken(
      `${sum.number} rows were written, and the chains there are end at ${counted}: a chain was removed or cut.`,
    );
  }
  if (verdict === 'right') return null;
  return {
    isBroken: false,
    sentence:
      'The sum of all rows could not be checked: it is signed with a key that is not given.',
  };
}

const forged: Readonly<Record<Extract<EndVerdict, 'wrong' | 'outdated'>, string>> = {
  wrong: 'The sum of all rows was changed by somebody without the key.',
  outdated:
    'The sum of all rows is signed with an earlier key, and chains are signed with the key of now: it was put back, or written by somebody who has an earlier key.',
};
