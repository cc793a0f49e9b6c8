import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import { Queue, type JobState } from 'bullmq';
import { producerConnection } from './connection.ts';
import {
  jobCatalog,
  queueNames,
  type JobName,
  type JobPayload,
  type QueueName,
} from './contracts.ts';

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
  /** The same, and replaces a finished job of that id, which would make Redis ignore the new one. */
  ensure<N extends JobName>(
    name: N,
    payload: JobPayload<N>,
    options: EnqueueOptions,
  ): Promise<void>;
  /** For Bull Board. */
  readonly queues: readonly JobQueue[];
  close(): Promise<void>;
}

const finished = new Set<JobState | 'unknown'>(['completed', 'failed', 'unknown']);
const answerTimeoutMs = 2_000;
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
      await inTime(queueOf(name).add(name, payload, { jobId }));
    },
    ensure: async (name, payload, { jobId }) => {
      const queue = queueOf(name);
      const existing = await inTime(queue.getJob(jobId));
      if (existing !== undefined) {
        if (!finished.has(await inTime(existing.getState()))) return;
        await inTime(existing.remove());
      }
      await inTime(queue.add(name, payload, { jobId }));
    },
    queues: [...queues.values()],
    close: async () => {
      // Redis may be away: then there is nothing to say goodbye to.
      const closing = [...queues.values()].map((queue) => inTime(queue.close()));
      await Promise.allSettled(closing);
    },
  };
}

/** BullMQ waits for the first connection without a limit; a request must not. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), answerTimeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    throw new AppError('unavailable', 'The job queue does not answer.', { cause });
  } finally {
    clearTimeout(timer);
  }
}
