import { queueNames, type QueueName, type WorkersByQueue } from '@memo/jobs';
import type { QueuesCounts } from '@memo/pipeline';
import type { BackgroundService, TranscriptionStatus } from './transcription.schemas.ts';

const messages = {
  running: 'Recordings are transcribed in the background; nothing has to be started.',
  no_workers:
    'No worker is connected to the transcription queue. Recordings are kept and transcribed as soon as one is.',
  unreachable:
    'The job queues do not answer. Recordings are kept, and are queued by themselves once they do.',
} as const;

/** What the fleet is up to, from the workers its queues tell of; null when they said nothing. */
export function describeFleet(workers: WorkersByQueue | null): BackgroundService {
  const status = stateOf(workers);
  return { running: status === 'running', status, message: messages[status] + missing(workers) };
}

function stateOf(workers: WorkersByQueue | null): BackgroundService['status'] {
  if (workers === null) return 'unreachable';
  // A Redis that keeps its clients to itself leaves no better sign than none at all.
  return workers.transcription === 0 ? 'no_workers' : 'running';
}

const idle: Record<QueueName, string> = {
  // Said by the status itself.
  transcription: '',
  analytics: ' No worker makes metrics at the moment.',
  'dashboard-sync': ' No worker delivers to the dashboard at the moment.',
};

function missing(workers: WorkersByQueue | null): string {
  if (workers === null) return '';
  if (workers.transcription === null) return ' How many workers there are cannot be told.';
  return queueNames.map((name) => (workers[name] === 0 ? idle[name] : '')).join('');
}

/** The same in the form of the API. */
export function toWireQueues(
  counts: QueuesCounts,
  workers: WorkersByQueue,
): TranscriptionStatus['queues'] {
  const toWire = (queue: QueueName) => {
    const { oldestWaitingSeconds, ...rest } = counts[queue];
    return { ...rest, workers: workers[queue], oldest_waiting_seconds: oldestWaitingSeconds };
  };
  return {
    transcription: toWire('transcription'),
    analytics: toWire('analytics'),
    dashboard_sync: toWire('dashboard-sync'),
  };
}
