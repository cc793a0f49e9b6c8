import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import type { ApiClient } from './api-client.ts';
import type { Meeting } from './meeting.ts';

const pollMs = 400;
const analyticsTimeoutMs = 60_000;
const silenceTimeoutMs = 60_000;

/**
 * Waits until a meeting is finished, its analytics too, and shows each state on the way.
 * @throws AppError `unavailable` when the API stays silent.
 */
export async function followMeeting(
  client: Pick<ApiClient, 'readMeeting'>,
  id: string,
  { show, signal }: { show: (meeting: Meeting) => void; signal: AbortSignal },
): Promise<Meeting> {
  let heardAt = Date.now();
  let completedAt = Infinity;
  for (;;) {
    const meeting = await client.readMeeting(id);
    if (meeting !== null) {
      heardAt = Date.now();
      show(meeting);
      if (meeting.status === 'FAILED') return meeting;
      if (meeting.status === 'COMPLETED') {
        completedAt = Math.min(completedAt, Date.now());
        const measured = ['COMPLETED', 'FAILED'].includes(meeting.analytics_status);
        // The note is there; metrics that never come must not keep it from its reader.
        if (measured || Date.now() - completedAt > analyticsTimeoutMs) return meeting;
      }
    } else if (Date.now() - heardAt > silenceTimeoutMs) {
      throw new AppError('unavailable', 'The API does not answer any more.');
    }
    await pause(pollMs, undefined, { signal });
  }
}
