import type { Database, RunStatus, Stage, Transaction } from '@memo/entities';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { requeue } from './requeue.ts';
import { stageLedger } from './stage-ledger.sql.ts';
import type { StageClaim } from './claim.ts';

/** @returns the stages it queued again. */
export type Redeliver = (
  tx: Transaction,
  claim: StageClaim,
  outcome?: { failed: boolean },
) => Promise<Stage[]>;

/**
 * Tells the dashboard again after an analysis that was retried: it has the meeting without its metrics by then, or
 * failed to take it. A delivery that still waits is left alone, it reads the metrics when it starts; one under way may
 * have read the meeting too early, so it loses its lease and another follows it.
 *
 * Comes before anything that locks the meeting's row: a delivery locks its own run first, too.
 */
export function createRedeliver(deps: OfferLaterDeps & { database: Database }): Redeliver {
  return async (tx, claim, { failed } = { failed: false }) => {
    if (claim.stage !== 'analyze') return [];
    const rows = deps.database.rows(claim, tx);
    // Without new metrics there is nothing to tell a dashboard that has the meeting, but what was edited.
    const reopened: RunStatus[] = failed ? ['failed'] : ['failed', 'running', 'succeeded'];
    const requeued = await requeue.delivery(rows, claim, reopened);
    if (failed) requeued.push(...(await requeue.outdated(rows, claim)));
    offerLater(tx, deps, stageLedger, requeued);
    return requeued;
  };
}
