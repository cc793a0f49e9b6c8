import type { QueueOverview, QueuesOverview } from '@memo/jobs';
import type { BackgroundService, TranscriptionStatus } from './transcription.schemas.ts';

const messages = {
  running: 'Recordings are transcribed in the background; nothing has to be started.',
  no_workers:
    'No worker is connected to the transcription queue. Recordings are kept and transcribed as soon as one is.',
  unreachable:
    'The job queues do not answer. Recordings are kept, and are queued by themselves once they do.',
} as const;

/** What the fleet is up to, from what its queues say; null when they said nothing. */
export function describeFleet(queues: QueuesOverview | null): BackgroundService {
  const status = stateOf(queues);
  return { running: status === 'running', status, message: messages[status] + missing(queues) };
}

function stateOf(queues: QueuesOverview | null): BackgroundService['status'] {
  if (queues === null) return 'unreachable';
  // A Redis that keeps its clients to itself leaves no better sign than none at all.
  return queues.transcription.workers === 0 ? 'no_workers' : 'running';
}

function missing(queues: QueuesOverview | null): string {
  if (queues === null) return '';
  if (queues.transcription.workers === null) return ' How many workers there are cannot be told.';
  const idle = [
    ['analytics', 'No worker makes metrics at the moment.'],
    ['dashboard-sync', 'No worker delivers to the dashboard at the moment.'],
  ] as const;
  return idle
    .filter(([name]) => queues[name].workers === 0)
    .map(([, sentence]) => ` ${sentence}`)
    .join('');
}

/** The same in the form of the API. */
export function toWireQueues(queues: QueuesOverview): TranscriptionStatus['queues'] {
  return {
    transcription: toWireQueue(queues.transcription),
    analytics: toWireQueue(queues.analytics),
    dashboard_sync: toWireQueue(queues['dashboard-sync']),
  };
}

const toWireQueue = ({ oldestWaitingSeconds, ...counts }: QueueOverview) => ({
  ...counts,
  oldest_waiting_seconds: oldestWaitingSeconds,
});
