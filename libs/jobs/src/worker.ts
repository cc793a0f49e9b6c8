import { withLogContext, type Logger } from '@memo/logging';
import { currentTrace, withSpan } from '@memo/tracing';
import { DelayedError, UnrecoverableError, Worker, type Job } from 'bullmq';
import pTimeout from 'p-timeout';
import { workerConnection } from './connection.ts';
import {
  formerTickets,
  requestCatalog,
  ticketName,
  type QueueName,
  type RequestPayload,
  type RequestsOn,
} from './contracts.ts';
import { requestVersion } from './request.ts';

/** How a job ended, in terms the queue can act on. */
export type JobOutcome =
  /** Nothing more to do: the work is done, or no longer wanted, or waits in the ledger for its time. */
  | { kind: 'done' }
  /** It did not fail, there is only no room for it yet. Burns no attempt. */
  | { kind: 'wait'; delayMs: number; reason: string }
  /** It failed for good. `about`: of what, by ids, for a person who looks at the queue. */
  | { kind: 'failed'; reason: string; about?: object };

/** What a ticket leads to. */
export type TicketHandler = (stopping: AbortSignal) => Promise<JobOutcome>;

/** A handler for all that arrives on the queue: a missing one, or a wrong payload, does not compile. */
export type JobHandlers<Q extends QueueName> = { ticket: TicketHandler } & {
  [N in RequestsOn<Q>]: (payload: RequestPayload<N>, signal: AbortSignal) => Promise<JobOutcome>;
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

/** Between the tries of a job whose handler broke down, as it does while the database is away; in ms. */
const retryMs = { first: 1_000, most: 4_000 };

/** While a release is rolled out its API asks what only its own workers know: they come within this time, in ms. */
const rollOutMs = 10 * 60_000;
const lookAgainMs = 250;

function versionOf({ data }: Job): number {
  const { version } = data as { version?: unknown };
  return typeof version === 'number' ? version : 1;
}

function leftToOthers(job: Job): JobOutcome {
  const what = `${job.name} jobs of version ${versionOf(job)}`;
  if (Date.now() - job.timestamp > rollOutMs) {
    return { kind: 'failed', reason: `There is no handler for ${what} here.` };
  }
  return { kind: 'wait', delayMs: lookAgainMs, reason: `${what} are left to a later release` };
}

/**
 * Takes jobs off one queue. The lock is as short as a lease, so that a killed worker's job moves on within 9 s also where
 * no API looks after the ledger; it is not what keeps two workers apart — the lease is, so losing the lock aborts nothing.
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
      case 'failed':
        // A ticket says nothing by itself. Without Redis there is nobody to see it either.
        if (outcome.about !== undefined) {
          await job.updateData({ ...outcome.about }).catch(() => undefined);
        }
        throw new UnrecoverableError(outcome.reason);
    }
  }

  async function run(job: Job): Promise<JobOutcome> {
    const about = { jobId: job.id ?? '' };
    if (job.name === ticketName || formerTickets[queue].includes(job.name)) {
      return withLogContext(about, () => handlers.ticket(stopping.signal));
    }
    const name = job.name as RequestsOn<Q>;
    if (!Object.hasOwn(handlers, name) || versionOf(job) > requestVersion) return leftToOthers(job);
    // Parsed again: the job may come from an older version of the producer.
    const payload = requestCatalog[name].payload.safeParse(job.data);
    if (!payload.success)
      return { kind: 'failed', reason: `Bad payload: ${payload.error.message}` };
    // The catalog gave this name its payload; the compiler cannot see that the two belong together.
    const handle = handlers[name] as (payload: unknown, signal: AbortSignal) => Promise<JobOutcome>;
    return withSpan(name, { parent: payload.data.traceParent ?? null }, () =>
      withLogContext({ ...about, stage: name, ...currentTrace() }, () =>
        handle(payload.data, stopping.signal),
      ),
    );
  }

  const worker = new Worker(queue, process, {
    connection: workerConnection(options.redisUrl),
    concurrency: options.concurrency,
    lockDuration: 6_000,
    lockRenewTime: 1_500,
    stalledInterval: 3_000,
    // A second crash would fail the job whatever its attempts; the ledger counts instead.
    maxStalledCount: 1_000,
    settings: {
      backoffStrategy: (attemptsMade) =>
        Math.min(retryMs.first * 2 ** (attemptsMade - 1), retryMs.most),
    },
  });
  worker.on('error', (error) => logger.warn('The queue is not reachable', { queue, error }));
  worker.on('failed', (job, error) => {
    if (error instanceof UnrecoverableError) return;
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
      await pTimeout(closing, { milliseconds: graceMs + letGoMs, message: false });
      clearTimeout(timer);
    },
  };
}
