import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import { Queue, type JobsOptions, type JobState } from 'bullmq';
import { producerConnection } from './connection.ts';
import {
  jobCatalog,
  queueNames,
  type JobName,
  type JobPayload,
  type QueueName,
} from './contracts.ts';
import { inTime } from './in-time.ts';
import { readOverview, type QueuesOverview } from './overview.ts';

export type JobQueue = Queue;

export interface EnqueueOptions {
  /** Deterministic, so that adding the same work twice adds it once. No `:`, not digits only (BullMQ's rule). */
  jobId: string;
}

export interface JobProducer {
  /** Adds a job unless one with its id is there. @throws AppError `unavailable` when Redis does not answer in time. */
  enqueue<N extends JobName>(
    name: N,
    payload: JobPayload<N>,
    options: EnqueueOptions,
  ): Promise<void>;
  /**
   * The same, and replaces a finished job of that id, which would make Redis ignore the new one.
   * @returns whether there was no live job before.
   */
  ensure<N extends JobName>(
    name: N,
    payload: JobPayload<N>,
    options: EnqueueOptions,
  ): Promise<boolean>;
  /** Takes a job off its queue, wherever it waits there; one that a worker has stays. @throws AppError `unavailable` */
  remove(name: JobName, jobId: string): Promise<void>;
  /** What the queues hold and who works on them. @throws AppError `unavailable` */
  overview(): Promise<QueuesOverview>;
  /** For Bull Board. */
  readonly queues: readonly JobQueue[];
  close(): Promise<void>;
}

const finished = new Set<JobState | 'unknown'>(['completed', 'failed', 'unknown']);
const daySeconds = 86_400;

export interface JobProducerOptions {
  redisUrl: string;
  logger: Logger;
}

/** Puts typed jobs on their queues. The ledger decides about retries, so BullMQ's own count is only a backstop. */
export function createJobProducer({ redisUrl, logger }: JobProducerOptions): JobProducer {
  const queues = new Map<QueueName, Queue>();
  for (const name of queueNames) {
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
    queues.set(name, queue);
  }

  function queueOf(name: JobName): Queue {
    const queue = queues.get(jobCatalog[name].queue);
    if (queue === undefined) throw new AppError('internal', `There is no queue for ${name} jobs.`);
    return queue;
  }

  return {
    enqueue: async (name, payload, { jobId }) => {
      await inTime(queueOf(name).add(name, payload, { jobId, ...optionsOf(name) }));
    },
    ensure: async (name, payload, { jobId }) => {
      const queue = queueOf(name);
      const existing = await inTime(queue.getJob(jobId));
      if (existing !== undefined) {
        if (!finished.has(await inTime(existing.getState()))) return false;
        await inTime(existing.remove());
      }
      await inTime(queue.add(name, payload, { jobId, ...optionsOf(name) }));
      return true;
    },
    remove: async (name, jobId) => {
      await inTime(queueOf(name).remove(jobId));
    },
    overview: () => inTime(readOverview(queues)),
    queues: [...queues.values()],
    close: async () => {
      const closing = [...queues.values()].map(async (queue) => {
        // Redis may be away: then there is nothing to say goodbye to.
        await inTime(queue.close()).catch(() => undefined);
        // Nor to come back for: a closed queue that lost its connection would try to for ever (seen with BullMQ 6.7).
        await inTime(queue.disconnect()).catch(() => undefined);
      });
      await Promise.all(closing);
    },
  };
}

const optionsOf = (name: JobName): JobsOptions => {
  const contract = jobCatalog[name];
  return 'options' in contract ? contract.options : {};
};
