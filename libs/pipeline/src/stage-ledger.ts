import type { Stage } from '@memo/entities';
import type { Claim, LedgerSpec } from '@memo/ledger';
import { changesOnClaim } from './meeting-status.ts';
import { stageQueues } from './stages.ts';

/** What a stage run is about. */
interface StageSubject {
  meetingId: string;
  stage: Stage;
  part: number;
  generation: number;
}

/** A worker's hold on one stage run. */
export type StageClaim = Claim & StageSubject;

/** The stages of meetings as the ledger has them: wanted while their meeting is there and does not run anew. */
export const stageLedger: LedgerSpec<Stage, StageSubject> = {
  table: 'stage_runs',
  kind: 'stage',
  queues: stageQueues,
  subject: { meetingId: 'meeting_id', stage: 'stage', part: 'part', generation: 'generation' },
  wanted: (run) => `EXISTS (SELECT FROM meetings
    WHERE meetings.id = ${run}.meeting_id AND meetings.deleted_at IS NULL
      AND meetings.generation = ${run}.generation)`,
  onClaim: changesOnClaim,
};
