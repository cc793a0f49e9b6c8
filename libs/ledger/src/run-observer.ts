import type { QueueName } from '@memo/jobs';
import type { ReasonOfLoss } from './claim.ts';
import type { RunOutcome } from './settle-failure.ts';

/** Is told of what becomes of work, for whoever counts it. What is told is over: nothing waits for it. */
export interface RunObserver<Kind extends string> {
  /** A claim has ended. `unsettled` where the ledger could not be told how. */
  ran?(kind: Kind, outcome: RunOutcome['kind'] | 'unsettled', seconds: number): void;
  leaseLost?(why: ReasonOfLoss): void;
  /** There was work for a queue's workers, and no ticket on the queue that said so. */
  repaired?(queue: QueueName): void;
}
