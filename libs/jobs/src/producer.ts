import type { Logger } from '@memo/logging';
import { Queue } from 'bullmq';
import { producerConnection } from './connection.ts';
import {
  queueNames,
  requestCatalog,
  type QueueName,
  type RequestName,
  type RequestPayload,
} from './contracts.ts';
import { countWorkers, type WorkersByQueue } from './count-workers.ts';
import { inTime } from './in-time.ts';
import { offerTicketIn, offerTickets } from './tickets.ts';

export type JobQueue = Queue;

export interface EnqueueOptions {
  /** Deterministic, so that adding the same work twice adds it once. No `:`, not digits only (BullMQ's rule). */
  jobId: string;
}

/** Every function @throws AppError `unavailable` when Redis does not answer in time. */
export interface JobProducer {
  /** Sees to it that so many tickets wait on a queue, or as many as may. @returns how many waited before. */
  offer(queue: QueueName, count: number): Promise<number>;
  /** The same for one ticket, after so many ms. */
  offerIn(queue: QueueName, delayMs: number): Promise<void>;
  /** Adds a request unless one with its id is there. */
  enqueue<N extends RequestName>(
    name: N,
    payload: RequestPayload<N>,
    options: EnqueueOptions,
  ): Promise<void>;
  /** Takes a request off its queue, wherever it waits there; one that a worker has stays. */
  remove(name: RequestName, jobId: string): Promise<void>;
  /** How many workers there are. */
  workers(): Promise<WorkersByQueue>;
  /** How many jobs there are in each state. */
  jobCounts(): Promise<Record<QueueName, Record<JobState, number>>>;
  /** Resolves where Redis answers. */
  ping(): Promise<void>;
  /** For Bull Board. */
  readonly queues: readonly JobQueue[];
  close(): Promise<void>;
}

/** Where a job can be that somebody should know of. */
const jobStates = ['wait', 'prioritized', 'active', 'delayed', 'failed'] as const;
type JobState = (typeof jobStates)[number];

const daySeconds = 86_400;

export interface JobProducerOptions {
  redisUrl: string;
  logger: Logger;
}

/** Puts tickets and requests on their queues. What a ticket leads to is the ledger's to say. */
export function createJobProducer({ redisUrl, logger }: JobProducerOptions): JobProducer {
  const queues = Object.fromEntries(queueNames.map((name) => [name, openQueue(name)])) as Record<
    QueueName,
    Queue
  >;

  function openQueue(name: QueueName): Queue {
    const queue = new Queue(name, {
      connection: producerConnection(redisUrl),
      defaultJobOptions: {
        attempts: 10,
        backoff: { type: 'custom' },
        removeOnComplete: { age: daySeconds, count: 1_000 },
        removeOnFail: { age: 7 * daySeconds, count: 5_000 },
      },
    });
    queue.on('error', (error) => logger.debug('Redis is away', { queue: name, error }));
    return queue;
  }

  return {
    offer: (queue, count) => offerTickets(queues[queue], count),
    offerIn: (queue, delayMs) => offerTicketIn(queues[queue], delayMs),
    enqueue: async (name, payload, { jobId }) => {
      const { queue, options } = requestCatalog[name];
      await inTime(queues[queue].add(name, payload, { jobId, ...options }));
    },
    remove: async (name, jobId) => {
      await inTime(queues[requestCatalog[name].queue].remove(jobId));
    },
    workers: () => inTime(countWorkers(queues)),
    jobCounts: async () => {
      const counting = Object.entries(queues).map(
        async ([name, queue]) => [name, await queue.getJobCounts(...jobStates)] as const,
      );
      const counts = Object.fromEntries(await inTime(Promise.all(counting)));
      return counts as Record<QueueName, Record<JobState, number>>;
    },
    ping: async () => {
      await inTime(queues[queueNames[0]].getJobCounts('wait'));
    },
    queues: Object.values(queues),
    close: async () => {
      const closing = Object.values(queues).map(async (queue) => {
        // Redis may be away: then there is nothing to say goodbye to.
        await inTime(queue.close()).catch(() => undefined);
        // Nor to come back for: a closed queue that lost its connection would try to for ever (seen with BullMQ 6.7).
        await inTime(queue.disconnect()).catch(() => undefined);
      });
      await Promise.all(closing);
    },
  };
}
