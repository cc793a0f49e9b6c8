import type { Dependency } from '@memo/errors';

/** What holds a run up without being a try of it. */
export type WaitingFor = Dependency | 'rate_limit';

/** A worker's hold on one run. Every write it makes carries the epoch. */
export interface Claim {
  runId: string;
  workspaceId: string;
  /** The person whose turn it took; 0 for no particular person. */
  userId: number;
  epoch: number;
  /** Failed tries before this one. */
  attempts: number;
  /** How often a worker vanished while it held this run. */
  crashes: number;
  /** Time since its first claim. */
  ageMs: number;
  /** What it was put back for last; null where it was nothing but a failure. */
  waitingFor: WaitingFor | null;
  /** How often in a row. */
  waits: number;
  /** For how long it has been waiting for that, in ms. */
  waitingMs: number;
}

/** A newer claim holds the run, or it is not wanted any more: whatever this worker has done no longer counts. */
export class LeaseLost extends Error {
  readonly why: ReasonOfLoss;

  constructor(why: ReasonOfLoss = 'taken') {
    super('This run is held by somebody else or what it is about was deleted.');
    this.name = 'LeaseLost';
    this.why = why;
  }
}

/**
 * `taken`: the database says that it is not ours any more. `not_renewed`: the database was silent for too long, or this
 * process stood still.
 */
export type ReasonOfLoss = 'taken' | 'not_renewed';
