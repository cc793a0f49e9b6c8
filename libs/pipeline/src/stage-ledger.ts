import type { Stage } from '@memo/entities';
import type { LedgerSpec } from '@memo/ledger';
import type { StageSubject } from './claim.ts';
import { changesOnClaim } from './meeting-status.ts';
import { stageQueues } from './stages.ts';

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
