import type { Queue } from 'bullmq';
import type { QueueName } from './contracts.ts';

export interface QueueOverview {
  /** Jobs a free worker would take now. */
  waiting: number;
  active: number;
  /** Jobs whose time has not come: a retry, a provider's rate limit. */
  delayed: number;
  /** Jobs that failed for good and are still kept to look at. */
  failed: number;
  /** Workers connected; null where this Redis does not tell. */
  workers: number | null;
  /** Since the oldest of those that are next was added, in s; null when none waits. */
  oldestWaitingSeconds: number | null;
}

export type QueuesOverview = Record<QueueName, QueueOverview>;

/** Jobs somebody waits for go ahead of the oldest, and there are never many of them. */
const lookAhead = 20;

export async function readOverview(queues: ReadonlyMap<QueueName, Queue>): Promise<QueuesOverview> {
  const entries = [...queues].map(async ([name, queue]) => [name, await readQueue(queue)] as const);
  return Object.fromEntries(await Promise.all(entries)) as QueuesOverview;
}

async function readQueue(queue: Queue): Promise<QueueOverview> {
  const [counts, workers, next] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    countWorkers(queue),
    queue.getJobs(['waiting', 'prioritized'], 0, lookAhead - 1, true),
  ]);
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  const added = next.map(({ timestamp }) => timestamp);
  return {
    waiting: waiting + prioritized,
    active,
    delayed,
    failed,
    workers,
    oldestWaitingSeconds:
      added.length === 0 ? null : Math.max(0, (Date.now() - Math.min(...added)) / 1_000),
  };
}

/** Each worker names its connection after its queue. Some hosted Redis keep their client list to themselves. */
async function countWorkers(queue: Queue): Promise<number | null> {
  const clients = await queue.getWorkers();
  // What BullMQ answers there is one made-up client without the name of a real one.
  return clients.every(({ rawname }) => rawname !== undefined) ? clients.length : null;
}
