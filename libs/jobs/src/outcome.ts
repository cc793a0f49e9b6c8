/** How a job ended, in terms the queue can act on. */
export type JobOutcome =
  /** Nothing more to do: the work is done, or no longer wanted, or waits in the ledger for its time. */
  | { kind: 'done' }
  /** It did not fail, there is only no room for it yet. Burns no attempt. */
  | { kind: 'wait'; delayMs: number; reason: string }
  /** It failed for good. */
  | { kind: 'failed'; reason: string };
