export { createDependencyWatch, type DependencyWatch } from './dependency-watch.ts';
export { LeaseLost, type Claim } from './claim.ts';
export { asSucceeded, held } from './held.sql.ts';
export { asNew, createLedger, type Ledger } from './ledger.ts';
export { ledgerTable } from './ledger-table.ts';
export { offerLater, offerNow, type OfferLaterDeps } from './offer-later.ts';
export type { RunObserver } from './run-observer.ts';
export { readState, type RunGroup } from './state.ts';
export {
  readCounts,
  reconcile,
  reconcileFor,
  type QueuesCounts,
  type Reconciled,
} from './overview.ts';
export { createRunner, ticketHandler, type Work } from './run-next.ts';
export type { RunOutcome } from './settle-failure.ts';
