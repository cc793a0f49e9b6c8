import type { Rows } from '@memo/entities';
import { findSameUpload, lockUpload } from './intake.sql.ts';
import type { NewMeeting } from './new-meeting.ts';

/** An upload that says the same as one before it, so soon after, is that one sent again. */
const repeatedWithinMinutes = 10;

export interface SameUpload {
  /** The meeting that this one is a repeat of, to be answered with in its place; null for a new one. */
  repeats: string | null;
  /** The first meeting of the workspace with the same recordings. */
  duplicateOf: string | null;
}

const nothing: SameUpload = { repeats: null, duplicateOf: null };

/**
 * Looks for a meeting of the same recordings. Of two at once the second one waits for the transaction of the first.
 * @param own the rows of the workspace, in the transaction that makes the meeting.
 * @param mayRepeat false for an upload with a key of its own, which makes a meeting whatever there was before.
 */
export async function findSame(
  own: Rows,
  { userId, uploadHash, recordings }: NewMeeting,
  mayRepeat: boolean,
): Promise<SameUpload> {
  const [first, second] = [...recordings].sort((a, b) => a.side - b.side);
  if (first?.state !== 'stored' || second?.state === 'expected') return nothing;
  const { sha256 } = first;
  await own.first(lockUpload, { sha256 });
  const found = await own.first(findSameUpload, {
    ...{ userId, uploadHash, sha256 },
    secondSha256: second?.sha256 ?? null,
    minutes: repeatedWithinMinutes,
  });
  if (found === null) return nothing;
  return found.repeated && mayRepeat
    ? { repeats: found.id, duplicateOf: null }
    : { repeats: null, duplicateOf: found.id };
}
