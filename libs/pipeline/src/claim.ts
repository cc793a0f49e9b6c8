import type { Stage } from '@memo/entities';
import type { Claim } from '@memo/ledger';
import type { StageMaterial } from './material.ts';

/** What a stage run is about. */
export interface StageSubject {
  meetingId: string;
  stage: Stage;
  part: number;
  generation: number;
  /** Null for stages that read what their meeting shows. */
  material: StageMaterial | null;
  /** Of the request that made the meeting: all that is done for it is one trace. Null where that one was not traced. */
  traceParent: string | null;
}

/** A worker's hold on one stage run. */
export type StageClaim = Claim & StageSubject;
