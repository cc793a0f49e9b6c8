import type { Instruments } from '../instruments.ts';

type ByQueue<T> = Readonly<Record<string, T>>;

export interface Queues {
  jobCounts: () => Promise<ByQueue<ByQueue<number>>>;
  /** Null where this Redis does not tell. */
  workers: () => Promise<ByQueue<number | null>>;
}

/** What Redis has of the queues. Told by API processes alone, all of them alike. */
export function queueMetrics(instruments: Instruments, { jobCounts, workers }: Queues): void {
  const jobs = instruments.reading({ name: 'queues', read: jobCounts });
  const connected = instruments.reading({ name: 'workers', read: workers });
  instruments.gauge(
    {
      name: 'memo_queue_jobs',
      help: 'Jobs in Redis by queue and state. Most are tickets, which say that there is work and not how much: memo_ledger_runs does. Every API process tells the same: max by (queue, state), not sum.',
      labels: ['queue', 'state'],
    },
    async () =>
      Object.entries((await jobs()) ?? {}).flatMap(([queue, states]) =>
        Object.entries(states).map(([state, value]) => ({ labels: { queue, state }, value })),
      ),
  );
  instruments.gauge(
    {
      name: 'memo_queue_workers',
      help: 'Worker processes connected to each queue. Every API process tells the same: max by (queue), not sum.',
      labels: ['queue'],
    },
    async () =>
      Object.entries((await connected()) ?? {}).flatMap(([queue, value]) =>
        value === null ? [] : [{ labels: { queue }, value }],
      ),
  );
}
