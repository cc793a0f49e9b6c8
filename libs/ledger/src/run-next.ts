import type { RunError, Transact, Transaction } from '@memo/entities';
import { AppError, toAppError } from '@memo/errors';
import type { JobProducer, QueueName, TicketHandler } from '@memo/jobs';
import { withLogContext, type Logger } from '@memo/logging';
import { backoffMs, maxAttempts } from './backoff.ts';
import { LeaseLost, type Claim } from './claim.ts';
import { decide, toRunError } from './failure-policy.ts';
import { keepLease } from './keep-lease.ts';
import type { Again, ClaimAnswer, Ledger } from './ledger.ts';

export type RunOutcome =
  /** There was nothing to do; something may have its time in so many ms. */
  | { kind: 'nothing'; nextInMs: number | null }
  | { kind: 'done' }
  /** Another claim holds it, or it is not wanted any more. */
  | { kind: 'lost' }
  /** It failed and is tried again. */
  | { kind: 'retry'; delayMs: number; reason: string }
  /** It did not fail, it is only not its time yet. */
  | { kind: 'wait'; delayMs: number; reason: string }
  /** It failed for good. */
  | { kind: 'failed'; reason: string };

export type Work<Held, Output> = (claim: Held, signal: AbortSignal) => Promise<Output>;

/** What a ledger's owner adds to it. The hooks run in the transaction that settles the run. */
export interface Settlement<Held, Output> {
  /** Leaves all that the work came to, and what follows from it. */
  succeeded(tx: Transaction, claim: Held, output: Output): Promise<void>;
  failed(tx: Transaction, claim: Held, error: RunError): Promise<void>;
  /** What the log says a line is about. */
  about(claim: Held): Parameters<typeof withLogContext>[0];
}

export interface RunnerDeps<Kind extends string, Subject extends object, Output> {
  transact: Transact;
  ledger: Ledger<Kind, Subject>;
  tickets: Pick<JobProducer, 'offer' | 'offerIn'>;
  settlement: Settlement<Claim & Subject, Output & { result?: Record<string, unknown> }>;
  logger: Logger;
}

const minWaitMs = 1_000;
/** A provider that gives no time is asked again after this long. */
const defaultWaitMs = 60_000;
/** A limit that has not lifted by then will not lift by itself. */
const maxWaitingMs = 48 * 3_600_000;
/** More than a few restarts of the fleet would cause. */
const maxCrashes = 5;

const workersVanish = (crashes: number): AppError =>
  new AppError(
    'misconfigured',
    `The worker vanished ${crashes} times while it worked on this. Give the workers more memory or look at their logs, then try again.`,
    { code: 'worker_crashed' },
  );

/**
 * Claims the run whose turn it is, does its work under a lease, and settles it: the one way in which runs run.
 * Tickets are added on the way so that a worker looks whenever a run can begin; one that could not be added is added by
 * the sweeper.
 */
export function createRunner<Kind extends string, Subject extends object, Output extends object>(
  deps: RunnerDeps<Kind, Subject, Output>,
) {
  type Held = Claim & Subject;
  type Worked = Output & { result?: Record<string, unknown> };
  const { transact, ledger, tickets, settlement, logger } = deps;

  const tryTo = (offering: Promise<unknown>): Promise<unknown> =>
    offering.catch((error: unknown) => logger.debug('Work waits for the sweeper', { error }));

  return async (
    queue: QueueName,
    works: Readonly<Partial<Record<Kind, Work<Held, Worked>>>>,
    stopping: AbortSignal,
  ): Promise<RunOutcome> => {
    const askedAt = Date.now();
    const answer = await ledger.claim(queue, Object.keys(works) as Kind[]);
    if (answer.kind === 'nothing') {
      if (answer.nextInMs !== null) await tryTo(tickets.offerIn(queue, answer.nextInMs));
      return answer;
    }
    return withLogContext(settlement.about(answer.claim), async () => {
      // Before the work, which may take long: another slot may be free for what else there is.
      const offered = answer.more ? tryTo(tickets.offer(queue, 1)) : undefined;
      const outcome = await run(answer, works[answer.what], { askedAt, stopping });
      await offered;
      const { delayMs } = { delayMs: null, ...outcome };
      if (delayMs === 0) await tryTo(tickets.offer(queue, 1));
      else if (delayMs !== null) await tryTo(tickets.offerIn(queue, delayMs));
      return outcome;
    });
  };

  async function run(
    { claim, what, waitedMs }: Extract<ClaimAnswer<Kind, Subject>, { kind: 'claimed' }>,
    work: Work<Held, Worked> | undefined,
    { askedAt, stopping }: { askedAt: number; stopping: AbortSignal },
  ): Promise<RunOutcome> {
    const lease = keepLease(ledger, claim, askedAt + waitedMs);
    try {
      lease.lost.throwIfAborted();
      if (claim.crashes >= maxCrashes) throw workersVanish(claim.crashes);
      if (work === undefined) throw new AppError('internal', `Nobody here knows how to ${what}.`);
      const output = await work(claim, AbortSignal.any([lease.lost, stopping]));
      await transact(async (tx) => {
        await ledger.succeed(tx, claim, output.result ?? null);
        await settlement.succeeded(tx, claim, output);
      });
      return { kind: 'done' };
    } catch (thrown) {
      return await settleFailure(claim, thrown, { leaseLost: lease.lost, stopping });
    } finally {
      lease.release();
    }
  }

  async function settleFailure(
    claim: Held,
    thrown: unknown,
    signals: { leaseLost: AbortSignal; stopping: AbortSignal },
  ): Promise<RunOutcome> {
    if (thrown instanceof LeaseLost || signals.leaseLost.aborted) {
      logger.info('Somebody else has taken over this run, or what it is about was deleted');
      return { kind: 'lost' };
    }
    const { attempts } = claim;
    if (signals.stopping.aborted) {
      const reason = 'the worker is stopping';
      return again('wait', claim, { delayMs: 0, attempts, error: null }, reason);
    }
    const error = toAppError(thrown);
    const kept = toRunError(error);
    const decision = decide(error);
    if (decision === 'wait' && claim.ageMs < maxWaitingMs) {
      const delayMs = Math.max(error.retryAfterMs ?? defaultWaitMs, minWaitMs);
      logger.info('A run waits as its provider asked', { delayMs, code: error.code });
      return again('wait', claim, { delayMs, attempts, error: kept }, error.message);
    }
    if (decision === 'retry' && attempts + 1 < maxAttempts) {
      const delayMs = Math.max(backoffMs(attempts, Math.random()), error.retryAfterMs ?? 0);
      logger.warn('A run failed and will be tried again', { delayMs, error });
      return again('retry', claim, { delayMs, attempts: attempts + 1, error: kept }, error.message);
    }
    return await giveUp(claim, error);
  }

  async function again(
    kind: 'wait' | 'retry',
    claim: Held,
    how: Again,
    reason: string,
  ): Promise<RunOutcome> {
    await ledger.requeue(claim, how);
    return { kind, delayMs: how.delayMs, reason };
  }

  async function giveUp(claim: Held, error: AppError): Promise<RunOutcome> {
    const kept = toRunError(error);
    try {
      await transact(async (tx) => {
        await ledger.fail(tx, claim, kept);
        await settlement.failed(tx, claim, kept);
      });
    } catch (thrown) {
      if (thrown instanceof LeaseLost) return { kind: 'lost' };
      throw thrown;
    }
    // Bad input is the user's to mend; everything else needs an operator.
    const level = kept.retryable ? 'error' : 'warn';
    logger[level]('A run failed for good', { error });
    return { kind: 'failed', reason: error.message };
  }
}

/** A run as what a ticket leads to. The queue learns only what a person who looks at it should see. */
export const ticketHandler =
  (runNext: (stopping: AbortSignal) => Promise<RunOutcome>): TicketHandler =>
  async (stopping) => {
    const outcome = await runNext(stopping);
    return outcome.kind === 'failed' ? outcome : { kind: 'done' };
  };
