export { type Claim } from './claim.ts';
export { asNew, createLedger, type Ledger } from './ledger.ts';
export { readCounts, reconcile, redrive, type QueuesCounts, type Redriven } from './overview.ts';
export { createRunner, ticketHandler, type RunOutcome, type Work } from './run-next.ts';
export type { LedgerSpec } from './spec.ts';
