import type { Transact, Transaction } from '@memo/entities';
import { AppError, toAppError } from '@memo/errors';
import { backoffMs, maxAttempts, type JobOutcome } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { LeaseLost, type StageClaim } from './claim.ts';
import { decide, toStageError } from './failure-policy.ts';
import { keepLease } from './keep-lease.ts';
import type { Ledger } from './ledger.ts';
import { markFailed, markStarted, markSucceeded } from './meeting-status.ts';
import { scheduleNext } from './next-stage.ts';
import type { Redeliver } from './redeliver.ts';
import type { Schedule } from './schedule.ts';
import { tellOutcome } from './tell-outcome.ts';

/** What a stage leaves behind. All of it commits together, with the next stage's rows, or not at all. */
export interface StageOutput {
  /** Kept on the run, for the stages after it. */
  result?: Record<string, unknown>;
  /** Writes to other tables. */
  write?: (tx: Transaction) => Promise<void>;
  /** How many runs the next stage has; 1 when not given. */
  nextParts?: number;
}

export type StageWork = (claim: StageClaim, signal: AbortSignal) => Promise<StageOutput>;

export interface RunStageDeps {
  transact: Transact;
  ledger: Ledger;
  schedule: Schedule;
  redeliver: Redeliver;
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

/** Claims a stage run, does its work under a lease, and settles it: the one way in which stages run. */
export function createRunStage(deps: RunStageDeps) {
  const { transact, ledger, schedule, redeliver, logger } = deps;

  return async (runId: string, work: StageWork, stopping: AbortSignal): Promise<JobOutcome> => {
    const answer = await ledger.claim(runId);
    if (answer.kind === 'gone') return { kind: 'done' };
    if (answer.kind === 'held') {
      return { kind: 'wait', delayMs: Math.max(answer.forMs, minWaitMs), reason: 'held elsewhere' };
    }
    const { claim } = answer;
    const lease = keepLease(ledger, claim);
    try {
      if (claim.crashes >= maxCrashes) throw workersVanish(claim.crashes);
      await transact(async (tx) => {
        // A worker that was paused right here must not set back what its successor has finished.
        await ledger.renew(claim, tx.manager);
        await markStarted(tx.manager, claim);
      });
      const output = await work(claim, AbortSignal.any([lease.lost, stopping]));
      await transact((tx) => complete(tx, claim, output));
      return { kind: 'done' };
    } catch (thrown) {
      return await settleFailure(claim, thrown, { leaseLost: lease.lost, stopping });
    } finally {
      lease.release();
    }
  };

  async function complete(tx: Transaction, claim: StageClaim, output: StageOutput): Promise<void> {
    await ledger.succeed(tx.manager, claim, output.result ?? null);
    await redeliver(tx, claim);
    await output.write?.(tx);
    await markSucceeded(tx.manager, claim);
    await tellOutcome(tx, claim, 'succeeded');
    await scheduleNext(tx, schedule, claim, output.nextParts ?? 1);
  }

  async function settleFailure(
    claim: StageClaim,
    thrown: unknown,
    signals: { leaseLost: AbortSignal; stopping: AbortSignal },
  ): Promise<JobOutcome> {
    if (thrown instanceof LeaseLost || signals.leaseLost.aborted) {
      logger.info('Somebody else has taken over this stage run, or its meeting was deleted');
      return { kind: 'done' };
    }
    if (signals.stopping.aborted) {
      await ledger.requeue(claim, claim.attempts, null);
      return { kind: 'wait', delayMs: minWaitMs, reason: 'the worker is stopping' };
    }
    const error = toAppError(thrown);
    const decision = decide(error);
    if (decision === 'wait' && claim.ageMs < maxWaitingMs) {
      return await waitForProvider(claim, error);
    }
    if (decision === 'retry' && claim.attempts + 1 < maxAttempts) return await retry(claim, error);
    return await giveUp(claim, error);
  }

  async function waitForProvider(claim: StageClaim, error: AppError): Promise<JobOutcome> {
    const delayMs = Math.max(error.retryAfterMs ?? defaultWaitMs, minWaitMs);
    await ledger.requeue(claim, claim.attempts, toStageError(error));
    logger.info('A stage waits as its provider asked', { delayMs, code: error.code });
    return { kind: 'wait', delayMs, reason: error.message };
  }

  async function retry(claim: StageClaim, error: AppError): Promise<JobOutcome> {
    const delayMs = Math.max(backoffMs(claim.attempts, Math.random()), error.retryAfterMs ?? 0);
    await ledger.requeue(claim, claim.attempts + 1, toStageError(error));
    logger.warn('A stage failed and will be tried again', { delayMs, error });
    return { kind: 'retry', delayMs, reason: error.message };
  }

  async function giveUp(claim: StageClaim, error: AppError): Promise<JobOutcome> {
    const kept = toStageError(error);
    try {
      await transact(async (tx) => {
        await ledger.fail(tx.manager, claim, kept);
        await redeliver(tx, claim, { failed: true });
        await markFailed(tx.manager, claim, kept);
        await tellOutcome(tx, claim, 'failed');
        await scheduleNext(tx, schedule, claim, 1, { failed: true });
      });
    } catch (thrown) {
      if (thrown instanceof LeaseLost) return { kind: 'done' };
      throw thrown;
    }
    // Bad input is the user's to mend; everything else needs an operator.
    const level = kept.retryable ? 'error' : 'warn';
    logger[level]('A stage failed for good', { error });
    return { kind: 'failed', reason: error.message };
  }
}
