import { databaseAway, type RunError, type Transact, type Transaction } from '@memo/entities';
import { AppError, toAppError, type Dependency } from '@memo/errors';
import type { JobProducer, QueueName, TicketHandler } from '@memo/jobs';
import { withLogContext, type Logger } from '@memo/logging';
import {
  askedWaitMs,
  backoffMs,
  defaultPatience,
  maxAttempts,
  outageWaitMs,
  type Patience,
} from './backoff.ts';
import { LeaseLost, type Claim } from './claim.ts';
import type { DependencyWatch } from './dependency-watch.ts';
import { decide, outageOver, toRunError } from './failure-policy.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
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
  watch: DependencyWatch;
  patience?: Patience;
  logger: Logger;
}

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
  const { transact, ledger, tickets, settlement, watch, patience = defaultPatience, logger } = deps;
  const leases = createLeaseKeeper(ledger);

  const tryTo = (offering: Promise<unknown>): Promise<unknown> =>
    offering.catch((error: unknown) => logger.debug('Work waits for the sweeper', { error }));

  return async (
    queue: QueueName,
    works: Readonly<Partial<Record<Kind, Work<Held, Worked>>>>,
    stopping: AbortSignal,
  ): Promise<RunOutcome> => {
    const askedAtMs = leases.nowMs();
    const kinds = watch.ready(Object.keys(works) as Kind[]);
    const answer = await claimOne(queue, kinds);
    if (answer.kind === 'nothing') {
      const nextInMs = earlier(answer.nextInMs, watch.nextTryInMs());
      if (nextInMs !== null) await tryTo(tickets.offerIn(queue, nextInMs));
      return { kind: 'nothing', nextInMs };
    }
    return withLogContext(settlement.about(answer.claim), async () => {
      // Before the work, which may take long: another slot may be free for what else there is.
      const offered = answer.more ? tryTo(tickets.offer(queue, 1)) : undefined;
      const outcome = await run(answer, works[answer.what], { askedAtMs, stopping });
      await offered;
      const { delayMs } = { delayMs: null, ...outcome };
      if (delayMs === 0) await tryTo(tickets.offer(queue, 1));
      else if (delayMs !== null) await tryTo(tickets.offerIn(queue, delayMs));
      return outcome;
    });
  };

  async function claimOne(
    queue: QueueName,
    kinds: readonly Kind[],
  ): Promise<ClaimAnswer<Kind, Subject>> {
    if (kinds.length === 0) return { kind: 'nothing', nextInMs: null };
    try {
      return await ledger.claim(queue, kinds, { countsCrash: leases.inTouch() });
    } catch (error) {
      leases.outOfTouch();
      throw error;
    }
  }

  async function run(
    { claim, what, waitedMs }: Extract<ClaimAnswer<Kind, Subject>, { kind: 'claimed' }>,
    work: Work<Held, Worked> | undefined,
    { askedAtMs, stopping }: { askedAtMs: number; stopping: AbortSignal },
  ): Promise<RunOutcome> {
    const lease = leases.keep(claim, askedAtMs + waitedMs);
    const beganAtMs = watch.nowMs();
    try {
      lease.lost.throwIfAborted();
      if (claim.crashes >= maxCrashes) throw workersVanish(claim.crashes);
      if (work === undefined) throw new AppError('internal', `Nobody here knows how to ${what}.`);
      const output = await work(claim, AbortSignal.any([lease.lost, stopping]));
      await transact(async (tx) => {
        await ledger.succeed(tx, claim, output.result ?? null);
        await settlement.succeeded(tx, claim, output);
      });
      watch.succeeded(what);
      return { kind: 'done' };
    } catch (thrown) {
      const signals = { leaseLost: lease.lost, stopping };
      return await settleFailure({ claim, thrown, beganAtMs }, signals);
    } finally {
      lease.release();
    }
  }

  async function settleFailure(
    { claim, thrown, beganAtMs }: { claim: Held; thrown: unknown; beganAtMs: number },
    signals: { leaseLost: AbortSignal; stopping: AbortSignal },
  ): Promise<RunOutcome> {
    if (thrown instanceof LeaseLost || signals.leaseLost.aborted) {
      logger.info('Somebody else has taken over this run, or what it is about was deleted');
      return { kind: 'lost' };
    }
    const { attempts, waits } = claim;
    if (signals.stopping.aborted) {
      const reason = 'the worker is stopping';
      // Nothing was found out about a dependency that it waits for: the day that an outage may take goes on.
      return again('wait', claim, { delayMs: 0, attempts, waits, error: null }, reason);
    }
    const error = databaseAway(thrown) ?? toAppError(thrown);
    const kept = toRunError(error);
    const decision = decide(error, (one) => watch.answeredSince(one, beganAtMs));
    const dependency = error.away ?? error.failedAt;
    if (decision === 'outage' && dependency !== undefined) {
      return await waitForDependency(claim, error, dependency);
    }
    if (decision === 'wait' && claim.ageMs < patience.rateLimitMs) {
      const delayMs = askedWaitMs(error.retryAfterMs, Math.random());
      logger.info('A run waits as its provider asked', { delayMs, code: error.code });
      return again('wait', claim, { delayMs, attempts, waits: 0, error: kept }, error.message);
    }
    if (decision === 'retry' && attempts + 1 < maxAttempts) {
      const delayMs = Math.max(backoffMs(attempts, Math.random()), error.retryAfterMs ?? 0);
      logger.warn('A run failed and will be tried again', { delayMs, error });
      const tried = { delayMs, attempts: attempts + 1, waits: 0, error: kept };
      return again('retry', claim, tried, error.message);
    }
    return await giveUp(claim, error);
  }

  async function waitForDependency(
    claim: Held,
    error: AppError,
    dependency: Dependency,
  ): Promise<RunOutcome> {
    watch.away(dependency);
    if (claim.waitingMs >= patience.outageMs) {
      return giveUp(claim, outageOver(error, dependency, patience.outageMs));
    }
    const { attempts, waits } = claim;
    const delayMs = Math.max(outageWaitMs(waits, Math.random(), patience), error.retryAfterMs ?? 0);
    logger.warn('A run waits for a dependency that is away', { dependency, delayMs, error });
    const waiting = { delayMs, attempts, waits: waits + 1, error: toRunError(error) };
    return again('wait', claim, waiting, error.message);
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

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** A run as what a ticket leads to. The queue learns only what a person who looks at it should see. */
export const ticketHandler =
  (runNext: (stopping: AbortSignal) => Promise<RunOutcome>): TicketHandler =>
  async (stopping) => {
    const outcome = await runNext(stopping);
    return outcome.kind === 'failed' ? outcome : { kind: 'done' };
  };
