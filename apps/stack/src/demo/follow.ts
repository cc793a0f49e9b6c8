import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import type { ApiClient } from './api-client.ts';
import type { Meeting, MeetingState } from './meeting.ts';

// The API counts requests: at this rate they stay far below what one user may send.
const comeBackMs = 2_000;
const analyticsTimeoutMs = 60_000;
const silenceTimeoutMs = 60_000;

interface Following {
  show: (state: MeetingState) => void;
  signal: AbortSignal;
  /** How long to wait before asking again, in ms. */
  comeBackAfterMs?: number;
}

/**
 * Listens until a meeting is finished, its analytics too, and shows each state on the way.
 * @throws AppError `unavailable` when the API stays silent.
 */
export async function followMeeting(
  client: Pick<ApiClient, 'listen' | 'readMeeting'>,
  id: string,
  { show, signal, comeBackAfterMs = comeBackMs }: Following,
): Promise<Meeting> {
  const enough = new AbortController();
  const listening = AbortSignal.any([signal, enough.signal]);
  let analyticsTimer: NodeJS.Timeout | undefined;
  const silent = silenceLimit();

  async function untilFinished(): Promise<void> {
    let after: string | null = null;
    for (;;) {
      const events = await client.listen(id, { after, signal: listening });
      if (events === 'over') return;
      if (events === null) silent.check();
      else {
        for await (const event of events) {
          after = event.id;
          if (event.state !== null) show(event.state);
          if (event.isLast || (event.state !== null && isMeasured(event.state))) return;
          // The note is there; metrics that never come must not keep it from its reader.
          if (event.state?.status === 'COMPLETED') {
            analyticsTimer ??= setTimeout(() => enough.abort(), analyticsTimeoutMs);
          }
        }
        silent.heard();
      }
      await pause(comeBackAfterMs, undefined, { signal: listening });
    }
  }

  try {
    await untilFinished();
  } catch (error) {
    if (signal.aborted || !enough.signal.aborted) throw error;
  } finally {
    clearTimeout(analyticsTimer);
  }
  silent.heard();
  for (;;) {
    const meeting = await client.readMeeting(id);
    if (meeting !== null) return meeting;
    silent.check();
    await pause(comeBackAfterMs, undefined, { signal });
  }
}

/** Whether the demo has all it shows: the delivery to a dashboard, which may follow, is not of it. */
const isMeasured = ({ status, analytics_status: analytics }: MeetingState): boolean =>
  status === 'FAILED' || (status === 'COMPLETED' && ['COMPLETED', 'FAILED'].includes(analytics));

function silenceLimit() {
  let heardAt = Date.now();
  return {
    heard: () => {
      heardAt = Date.now();
    },
    check: () => {
      if (Date.now() - heardAt > silenceTimeoutMs) {
        throw new AppError('unavailable', 'The API does not answer any more.');
      }
    },
  };
}
