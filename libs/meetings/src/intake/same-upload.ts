import type { Rows } from '@memo/entities';
import { findSameUpload } from './make-meeting.sql.ts';
import type { NewMeeting } from './new-meeting.ts';

/** An upload that says the same as one before it, so soon after, is that one sent again. */
const repeatedWithinMinutes = 10;

export interface SameUpload {
  /** The meeting that this one is a repeat of, to be answered with in its place; null for a new one. */
  repeats: string | null;
  /** The first meeting with the same recordings that the uploader sees. */
  duplicateOf: string | null;
}

const nothing: SameUpload = { repeats: null, duplicateOf: null };

/** By which its recordings are known; null where bytes of them are still to come. */
export function soundOf({
  recordings,
}: Pick<NewMeeting, 'recordings'>): { sha256: string; secondSha256: string | null } | null {
  const [first, second] = [...recordings].sort((a, b) => a.side - b.side);
  if (first?.state !== 'stored' || second?.state === 'expected') return null;
  return { sha256: first.sha256, secondSha256: second?.sha256 ?? null };
}

/**
 * Looks for a meeting of the same recordings.
 * @param own the rows of the workspace, in the transaction that makes the meeting and holds its lock.
 * @param mayRepeat false for an upload with a key of its own, which makes a meeting whatever there was before.
 */
export async function findSame(
  own: Rows,
  meeting: NewMeeting,
  mayRepeat: boolean,
): Promise<SameUpload> {
  const sound = soundOf(meeting);
  if (sound === null) return nothing;
  const { userId, uploadHash } = meeting;
  const upload = { viewer: userId, uploadHash, ...sound };
  const found = await own.first(findSameUpload, { ...upload, minutes: repeatedWithinMinutes });
  if (found === null) return nothing;
  return found.repeated && mayRepeat
    ? { repeats: found.id, duplicateOf: null }
    : { repeats: null, duplicateOf: found.id };
}
