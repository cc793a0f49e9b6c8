import type { Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { JobProducer, QueueName, TicketHandler } from '@memo/jobs';
import { withLogContext, type Logger } from '@memo/logging';
import { currentTrace, withSpan } from '@memo/tracing';
import type { Patience } from './backoff.ts';
import { LeaseLost, type Claim } from './claim.ts';
import type { DependencyWatch } from './dependency-watch.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import type { ClaimAnswer, Ledger } from './ledger.ts';
import type { RunObserver } from './run-observer.ts';
import { createSettleFailure, type RunOutcome, type Settlement } from './settle-failure.ts';

export type Work<Held, Output> = (claim: Held, signal: AbortSignal) => Promise<Output>;

type Claimed<Kind extends string, Subject extends object> = Extract<
  ClaimAnswer<Kind, Subject>,
  { kind: 'claimed' }
>;

export interface RunnerDeps<Kind extends string, Subject extends object, Output> {
  transact: Transact;
  ledger: Ledger<Kind, Subject>;
  tickets: Pick<JobProducer, 'offer' | 'offerIn'>;
  settlement: Settlement<Claim & Subject, Output & { result?: Record<string, unknown> }>;
  watch: DependencyWatch;
  patience?: Patience;
  observe?: RunObserver<Kind> | undefined;
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
  const { transact, ledger, tickets, settlement, watch, observe, logger } = deps;
  const leases = createLeaseKeeper(ledger);
  const settleFailure = createSettleFailure<Held>(deps);

  const tryTo = (offering: Promise<unknown>): Promise<unknown> =>
    offering.catch((error: unknown) => logger.debug('Work waits for the sweeper', { error }));

  return async (
    queue: QueueName,
    works: Readonly<Partial<Record<Kind, Work<Held, Worked>>>>,
    stopping: AbortSignal,
  ): Promise<RunOutcome> => {
    const askedAtMs = leases.nowMs();
    const { kinds, nextTryInMs } = watch.ready(Object.keys(works) as Kind[]);
    const answer = await claimOne(queue, kinds);
    if (answer.kind === 'nothing') {
      const nextInMs = earlier(answer.nextInMs, nextTryInMs);
      if (nextInMs !== null) await tryTo(tickets.offerIn(queue, nextInMs));
      return { kind: 'nothing', nextInMs };
    }
    return traced(answer, async () => {
      // Before the work, which may take long: another slot may be free for what else there is.
      const offered = answer.more ? tryTo(tickets.offer(queue, 1)) : undefined;
      const outcome = await observed(answer.what, () =>
        run(answer, works[answer.what], { askedAtMs, stopping }),
      );
      await offered;
      const { delayMs } = { delayMs: null, ...outcome };
      if (delayMs === 0) await tryTo(tickets.offer(queue, 1));
      else if (delayMs !== null) await tryTo(tickets.offerIn(queue, delayMs));
      return outcome;
    });
  };

  /** In a span of the trace its run began in, where it has one, and with log lines that say what they are about. */
  function traced<T>(
    { claim, what, waitedMs }: Claimed<Kind, Subject>,
    work: () => Promise<T>,
  ): Promise<T> {
    const about = settlement.about(claim);
    const { runId, workspaceId, epoch, attempts } = claim;
    const attributes = { runId, workspaceId, epoch, attempts, waitedMs, ...about };
    const named = Object.entries(attributes).map(
      ([name, value]) => [`memo.${name}`, value] as const,
    );
    const span = {
      parent: settlement.tracedBy?.(claim) ?? null,
      attributes: Object.fromEntries(named),
    };
    return withSpan(what, span, () => withLogContext({ ...about, ...currentTrace() }, work));
  }

  async function observed(what: Kind, running: () => Promise<RunOutcome>): Promise<RunOutcome> {
    const beganAtMs = performance.now();
    let ended: RunOutcome['kind'] | 'unsettled' = 'unsettled';
    try {
      const outcome = await running();
      ended = outcome.kind;
      return outcome;
    } finally {
      observe?.ran?.(what, ended, (performance.now() - beganAtMs) / 1_000);
    }
  }

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
    { claim, what, waitedMs }: Claimed<Kind, Subject>,
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
      if (!((await settlement.succeededAtOnce?.(claim, output)) ?? false)) {
        await transact(async (tx) => {
          await ledger.succeed(tx, claim, output.result ?? null);
          await settlement.succeeded(tx, claim, output);
        });
      }
      watch.succeeded(what);
      return { kind: 'done' };
    } catch (thrown) {
      const signals = { leaseLost: lease.lost, stopping };
      const outcome = await settleFailure({ claim, thrown, beganAtMs }, signals);
      if (outcome.kind === 'lost') observe?.leaseLost?.(reasonOf(lease.lost));
      if (outcome.kind !== 'failed') return outcome;
      return { ...outcome, about: settlement.about(claim) };
    } finally {
      lease.release();
    }
  }
}

const reasonOf = ({ aborted, reason }: AbortSignal) =>
  aborted && reason instanceof LeaseLost ? reason.why : 'taken';

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** A run as what a ticket leads to. The queue learns only what a person who looks at it should see. */
export const ticketHandler =
  (runNext: (stopping: AbortSignal) => Promise<RunOutcome>): TicketHandler =>
  async (stopping) => {
    const outcome = await runNext(stopping);
    return outcome.kind === 'failed' ? outcome : { kind: 'done' };
  };
