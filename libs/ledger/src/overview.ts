import type { Database, Owner } from '@memo/entities';
import { queueNames, type JobProducer, type QueueName } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import type { LedgerTable } from './ledger-table.ts';
import type { RunObserver } from './run-observer.ts';

export interface QueueCounts {
  /** Runs a free worker would take now. */
  waiting: number;
  active: number;
  /** Runs whose time has not come: a retry, a provider's rate limit. */
  delayed: number;
  /** Runs that failed for good in the last days. */
  failed: number;
  /** Since the oldest of those that wait could have begun, in s; null when none waits. */
  oldestWaitingSeconds: number | null;
}

export type QueuesCounts = Record<QueueName, QueueCounts>;

const none: QueueCounts = {
  waiting: 0,
  active: 0,
  delayed: 0,
  failed: 0,
  oldestWaitingSeconds: null,
};

/** For how long a failure is counted, in days. */
export const failedDays = 7;

type AnyTable = LedgerTable<string, object>;
type Open = Pick<Database, 'openRows'>;

/** What each queue's workers have before them, from the table itself. */
export async function readCounts({ openRows }: Open, table: AnyTable): Promise<QueuesCounts> {
  const kinds = Object.keys(table.queues);
  const rows = await openRows().all(table.statements.counts, { kinds, failedDays });
  const countsOf = (queue: QueueName): QueueCounts =>
    rows
      .filter(({ kind }) => table.queues[kind] === queue)
      .reduce(
        (sum, row) => ({
          waiting: sum.waiting + row.waiting,
          active: sum.active + row.active,
          delayed: sum.delayed + row.delayed,
          failed: sum.failed + row.failed,
          oldestWaitingSeconds: later(sum.oldestWaitingSeconds, row.oldestSeconds),
        }),
        none,
      );
  return Object.fromEntries(queueNames.map((queue) => [queue, countsOf(queue)])) as QueuesCounts;
}

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/**
 * Puts tickets on every queue for which there is work, so that after Redis lost everything work goes on within seconds.
 * Asks the database once, however much there is to do. A process that always runs has to call it at intervals; the
 * workers may be scaled to zero.
 * @returns how many people and vanished holders there is work of.
 */
export async function reconcile(
  { openRows }: Open,
  table: AnyTable,
  tickets: Pick<JobProducer, 'offer'>,
  observe?: Pick<RunObserver<string>, 'repaired'>,
): Promise<number> {
  const rows = await openRows().all(table.statements.due, { kinds: Object.keys(table.queues) });
  const byQueue = sumByQueue(table, rows);
  for (const [queue, due] of byQueue) {
    if ((await tickets.offer(queue, due)) === 0) observe?.repaired?.(queue);
  }
  return [...byQueue.values()].reduce((sum, due) => sum + due, 0);
}

export interface Reconciled {
  /** Runs that no ticket led to and that have one now. */
  runs: number;
  /** False when Redis went away before all was seen to: the sweeper will see to the rest. */
  reachable: boolean;
}

/** The same for the runs of one person, who need not wait for the sweeper. */
export async function reconcileFor(
  deps: { database: Open; tickets: Pick<JobProducer, 'offer'>; logger: Logger },
  table: AnyTable,
  { workspaceId, userId }: Owner,
): Promise<Reconciled> {
  const values = { kinds: Object.keys(table.queues), workspaceId, userId };
  const rows = await deps.database.openRows().all(table.statements.dueOf, values);
  let runs = 0;
  for (const [queue, due] of sumByQueue(table, rows)) {
    try {
      // With a ticket on the queue, everything that waits has its place.
      if ((await deps.tickets.offer(queue, due)) === 0) runs += due;
    } catch (error) {
      deps.logger.warn('Stranded work waits for the sweeper', { error });
      return { runs, reachable: false };
    }
  }
  return { runs, reachable: true };
}

interface Due {
  kind: string;
  due: number;
}

function sumByQueue({ queues }: AnyTable, rows: readonly Due[]): Map<QueueName, number> {
  const byQueue = new Map<QueueName, number>();
  for (const { kind, due } of rows) {
    const queue = queues[kind];
    if (queue !== undefined) byQueue.set(queue, (byQueue.get(queue) ?? 0) + due);
  }
  return byQueue;
}
