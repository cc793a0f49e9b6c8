import type { Stage } from '@memo/entities';

/** A worker's hold on one stage run. Every write it makes carries the epoch. */
export interface StageClaim {
  runId: string;
  meetingId: string;
  workspaceId: string;
  stage: Stage;
  part: number;
  generation: number;
  epoch: number;
  /** Failed tries before this one. */
  attempts: number;
  /** How often a worker vanished while it held this run. */
  crashes: number;
  /** Time since its first claim. */
  ageMs: number;
}

/** Somebody newer holds the run, or the meeting is gone: whatever this worker has done no longer counts. */
export class LeaseLost extends Error {
  constructor() {
    super('This stage run is held by somebody else or its meeting was deleted.');
    this.name = 'LeaseLost';
  }
}
