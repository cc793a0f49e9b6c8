/** How a job ended, in terms the queue can act on. */
export type JobOutcome =
  /** Nothing more to do: the work is done, or no longer wanted. */
  | { kind: 'done' }
  /** It failed and is worth another try after `delayMs`. */
  | { kind: 'retry'; delayMs: number; reason: string }
  /** It did not fail, it is only not its time yet (a rate limit, somebody else's lease). Burns no attempt. */
  | { kind: 'wait'; delayMs: number; reason: string }
  /** It failed for good. */
  | { kind: 'failed'; reason: string };
