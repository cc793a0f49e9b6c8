import { setTimeout as delay } from 'node:timers/promises';
import type { Database, Tenant } from '@memo/entities';
import { findMeeting } from './intake.sql.ts';
import { meetingIsSettled } from './make-meeting.sql.ts';

/** How long after the failure it is looked, and between one look and the next, in ms. */
const usualLooks: readonly number[] = [0, 100, 300, 1_000, 2_000, 4_000];

/** No further look is begun after this, whatever a look took. */
const patienceMs = 15_000;

/**
 * What became of a meeting whose transaction ended without an answer. The transaction holds a lock of the meeting, so
 * that one that is still going on, or is just being committed, is not taken for one that came to nothing.
 * @returns whether the meeting is there; null where it cannot be known, because the database cannot be asked or the
 *   transaction does not end.
 */
export async function whatBecame(
  { rows }: Database,
  tenant: Tenant,
  meetingId: string,
  looks = usualLooks,
): Promise<boolean | null> {
  const deadline = performance.now() + patienceMs;
  for (const pauseMs of looks) {
    await delay(pauseMs);
    if (performance.now() > deadline) return null;
    try {
      const own = rows(tenant);
      const settled = await own.first(meetingIsSettled, { id: meetingId });
      // Not in the same statement, which might see the moment before the lock was given.
      if (settled?.settled === true)
        return (await own.first(findMeeting, { id: meetingId })) !== null;
    } catch {
      // The failure that made us look is the one to tell.
    }
  }
  return null;
}
