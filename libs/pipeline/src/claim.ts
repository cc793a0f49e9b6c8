import type { Stage } from '@memo/entities';
import type { Claim } from '@memo/ledger';

/** What a stage run is about. */
export interface StageSubject {
  meetingId: string;
  stage: Stage;
  part: number;
  generation: number;
}

/** A worker's hold on one stage run. */
export type StageClaim = Claim & StageSubject;
