import { setTimeout as wait } from 'node:timers/promises';
import { withLogContext, type Logger } from '@memo/logging';
import { DelayedError, UnrecoverableError, Worker, type Job } from 'bullmq';
import { backoffMs } from './backoff.ts';
import { workerConnection } from './connection.ts';
import { jobCatalog, type JobPayload, type JobsOn, type QueueName } from './contracts.ts';
import type { JobOutcome } from './outcome.ts';

/** A handler for every job of the queue: a missing one, or a wrong payload, does not compile. */
export type JobHandlers<Q extends QueueName> = {
  [N in JobsOn<Q>]: (payload: JobPayload<N>, signal: AbortSignal) => Promise<JobOutcome>;
};

export interface JobWorker {
  /** Resolves once the worker takes jobs. */
  ready(): Promise<void>;
  /** Takes no new jobs, lets running ones finish for `graceMs`, then aborts them and waits for them to let go. */
  close(graceMs: number): Promise<void>;
}

export interface JobWorkerOptions<Q extends QueueName> {
  queue: Q;
  redisUrl: string;
  /** Jobs this process runs at a time. */
  concurrency: number;
  handlers: JobHandlers<Q>;
  logger: Logger;
}

/** How long handlers that were aborted may take to let go, in ms. */
const letGoMs = 5_000;

/** Carries the delay that a handler asked for to BullMQ's backoff. */
class RetryLater extends Error {
  readonly delayMs: number;
  constructor(reason: string, delayMs: number) {
    super(reason);
    this.name = 'RetryLater';
    this.delayMs = delayMs;
  }
}

/**
 * Takes jobs off one queue. The lock is short, so that a killed worker's job moves on after about 10 s; it is
 * not what keeps two workers apart — the ledger's lease is, so losing the lock aborts nothing.
 */
export function createJobWorker<Q extends QueueName>(options: JobWorkerOptions<Q>): JobWorker {
  const { queue, handlers, logger } = options;
  const stopping = new AbortController();

  async function process(job: Job, token: string | undefined): Promise<void> {
    const outcome = await run(job);
    switch (outcome.kind) {
      case 'done':
        return;
      case 'wait':
        await job.moveToDelayed(Date.now() + outcome.delayMs, token);
        throw new DelayedError(outcome.reason);
      case 'retry':
        throw new RetryLater(outcome.reason, outcome.delayMs);
      case 'failed':
        throw new UnrecoverableError(outcome.reason);
    }
  }

  async function run(job: Job): Promise<JobOutcome> {
    const name = job.name as JobsOn<Q>;
    if (!Object.hasOwn(handlers, name)) {
      return { kind: 'failed', reason: `There is no handler for ${job.name} jobs here.` };
    }
    // Parsed again: the job may come from an older version of the producer.
    const payload = jobCatalog[name].payload.safeParse(job.data);
    if (!payload.success)
      return { kind: 'failed', reason: `Bad payload: ${payload.error.message}` };
    const context = { jobId: job.id ?? '', stage: job.name, ...aboutMeeting(payload.data) };
    // The catalog gave this name its payload; the compiler cannot see that the two belong together.
    const handle = handlers[name] as (payload: unknown, signal: AbortSignal) => Promise<JobOutcome>;
    return withLogContext(context, () => handle(payload.data, stopping.signal));
  }

  const worker = new Worker(queue, process, {
    connection: workerConnection(options.redisUrl),
    concurrency: options.concurrency,
    lockDuration: 10_000,
    stalledInterval: 5_000,
    // A second crash would fail the job whatever its attempts; the ledger counts instead.
    maxStalledCount: 1_000,
    settings: {
      backoffStrategy: (attemptsMade, _type, error) =>
        error instanceof RetryLater ? error.delayMs : backoffMs(attemptsMade - 1, Math.random()),
    },
  });
  worker.on('error', (error) => logger.warn('The queue is not reachable', { queue, error }));
  worker.on('failed', (job, error) => {
    if (error instanceof RetryLater || error instanceof UnrecoverableError) return;
    logger.error('A job ended in an unexpected error', {
      queue,
      jobId: job?.id,
      error,
    });
  });

  return {
    ready: async () => {
      await worker.waitUntilReady();
    },
    close: async (graceMs) => {
      const timer = setTimeout(() => stopping.abort(new Error('the worker is stopping')), graceMs);
      const closing = worker.close().catch((error: unknown) => {
        logger.warn('The queue could not be left in order', { queue, error });
      });
      // BullMQ waits for Redis without end; a worker that has let go of its jobs need not.
      await Promise.race([closing, wait(graceMs + letGoMs, undefined, { ref: false })]);
      clearTimeout(timer);
    },
  };
}

/** Not every job is about a meeting. */
const aboutMeeting = (payload: object): { meetingId?: string } =>
  'meetingId' in payload && typeof payload.meetingId === 'string'
    ? { meetingId: payload.meetingId }
    : {};
