import { databaseAway, type RunError, type Transact, type Transaction } from '@memo/entities';
import { toAppError, type AppError, type Dependency } from '@memo/errors';
import type { withLogContext, Logger } from '@memo/logging';
import {
  askedWaitMs,
  backoffMs,
  defaultPatience,
  maxAttempts,
  outageWaitMs,
  type Patience,
} from './backoff.ts';
import { LeaseLost, type Claim, type WaitingFor } from './claim.ts';
import type { DependencyWatch } from './dependency-watch.ts';
import { decide, outageOver, toRunError } from './failure-policy.ts';
import type { Again, Ledger } from './ledger.ts';

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
  /** It failed for good. `about`: of what, by ids. */
  | { kind: 'failed'; reason: string; about?: RunIds };

/** What a run is about, in words and ids that a queue may hold. */
export type RunIds = Parameters<typeof withLogContext>[0];

/** What a ledger's owner adds to it. `succeeded` and `failed` run in the transaction that settles the run. */
export interface Settlement<Held, Output> {
  /**
   * Settles a run that succeeded, with all that follows from it, in one statement of the owner's.
   * @returns false where that is not enough, or the run is not held any more; nothing is changed then.
   */
  succeededAtOnce?(claim: Held, output: Output): Promise<boolean>;
  /** Leaves all that the work came to, and what follows from it. */
  succeeded(tx: Transaction, claim: Held, output: Output): Promise<void>;
  failed(tx: Transaction, claim: Held, error: RunError): Promise<void>;
  /** What the log says a line is about. */
  about(claim: Held): RunIds;
  /** The `traceparent` of what the run goes on with; without one a run is a trace of its own. */
  tracedBy?(claim: Held): string | null;
}

export interface SettleFailureDeps<Held extends Claim> {
  transact: Transact;
  ledger: Pick<Ledger<string, object>, 'requeue' | 'fail'>;
  settlement: Pick<Settlement<Held, never>, 'failed'>;
  watch: DependencyWatch;
  patience?: Patience;
  logger: Logger;
}

/** A claim whose work did not come to its end. */
export interface Failure<Held> {
  claim: Held;
  thrown: unknown;
  /** By the watch's clock. */
  beganAtMs: number;
}

/** Settles a run that failed: it is tried again, waits, or has failed for good. */
export function createSettleFailure<Held extends Claim>(deps: SettleFailureDeps<Held>) {
  const { transact, ledger, settlement, watch, patience = defaultPatience, logger } = deps;
  return settleFailure;

  async function settleFailure(
    { claim, thrown, beganAtMs }: Failure<Held>,
    signals: { leaseLost: AbortSignal; stopping: AbortSignal },
  ): Promise<RunOutcome> {
    const { attempts, waitingFor } = claim;
    if (thrown instanceof LeaseLost || signals.leaseLost.aborted) {
      logger.info('Somebody else has taken over this run, or what it is about was deleted');
      // Or nobody has, and it could only not be renewed: then it goes back at once, and is no crash.
      const back = { delayMs: 0, attempts, waitingFor, error: null };
      await ledger.requeue(claim, back).catch(() => undefined);
      return { kind: 'lost' };
    }
    if (signals.stopping.aborted) {
      const reason = 'the worker is stopping';
      // Nothing was found out about a dependency that it waits for: the day that an outage may take goes on.
      return again('wait', claim, { delayMs: 0, attempts, waitingFor, error: null }, reason);
    }
    const error = databaseAway(thrown) ?? toAppError(thrown);
    if (error.paced !== undefined) {
      const delayMs = askedWaitMs(error.retryAfterMs, Math.random());
      watch.hold(error.paced, delayMs);
      // As it was: nobody was asked, so neither a try nor a wait for anybody has begun or ended.
      const back = { delayMs, attempts, waitingFor, error: null };
      return again('wait', claim, back, error.message);
    }
    const kept = toRunError(error);
    const decision = decide(error, (one) => watch.answeredSince(one, beganAtMs));
    const dependency = error.away ?? error.failedAt;
    if (decision === 'outage' && dependency !== undefined) {
      return await waitForDependency(claim, error, dependency);
    }
    if (decision === 'wait' && waitedFor(claim, 'rate_limit') < patience.rateLimitMs) {
      const delayMs = askedWaitMs(error.retryAfterMs, Math.random());
      logger.info('A run waits as its provider asked', { delayMs, code: error.code });
      const limited = { delayMs, attempts, waitingFor: 'rate_limit', error: kept } as const;
      return again('wait', claim, limited, error.message);
    }
    if (decision === 'retry' && attempts + 1 < maxAttempts) {
      const delayMs = Math.max(backoffMs(attempts, Math.random()), error.retryAfterMs ?? 0);
      logger.warn('A run failed and will be tried again', { delayMs, error });
      const tried = { delayMs, attempts: attempts + 1, waitingFor: null, error: kept };
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
    if (waitedFor(claim, dependency) >= patience.outageMs) {
      return giveUp(claim, outageOver(error, dependency, patience.outageMs));
    }
    const { attempts, waitingFor } = claim;
    const waits = waitingFor === dependency ? claim.waits : 0;
    const delayMs = Math.max(outageWaitMs(waits, Math.random(), patience), error.retryAfterMs ?? 0);
    logger.warn('A run waits for a dependency that is away', { dependency, delayMs, error });
    const waiting = { delayMs, attempts, waitingFor: dependency, error: toRunError(error) };
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

/** For how long a run has been waiting for this, in ms. */
const waitedFor = (claim: Claim, what: WaitingFor): number =>
  claim.waitingFor === what ? claim.waitingMs : 0;
