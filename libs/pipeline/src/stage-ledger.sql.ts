import { integer, jsonb, nullable, text, uuid, words, type Stage } from '@memo/entities';
import { ledgerTable } from '@memo/ledger';
import type { StageSubject } from './claim.ts';
import { materialOf, type StageMaterial } from './material.ts';
import { changesOnClaim } from './meeting-status.sql.ts';
import { stageNeeds, stageQueues } from './stages.ts';

/**
 * The stages of meetings as the ledger has them: wanted while their meeting is there, of the generation that is shown and
 * of the one that is made beside it; minutes are of whatever is shown, which stands as generation 0.
 */
export const stageLedger = ledgerTable<Stage, StageSubject>({
  table: 'stage_runs',
  kind: 'stage',
  queues: stageQueues,
  needs: stageNeeds,
  subject: {
    meetingId: { column: 'meeting_id', type: uuid },
    stage: { column: 'stage', type: words<Stage>() },
    part: { column: 'part', type: integer },
    generation: { column: 'generation', type: integer },
    material: { column: materialOf, type: nullable(jsonb<StageMaterial>()) },
    traceParent: {
      column: (run) => `(SELECT trace_parent FROM meetings WHERE meetings.id = ${run}.meeting_id)`,
      type: nullable(text),
    },
  },
  wanted: (run) => `EXISTS (SELECT FROM meetings
    WHERE meetings.id = ${run}.meeting_id AND meetings.deleted_at IS NULL
      AND ${run}.generation IN (0, meetings.generation, meetings.next_generation))`,
  onClaim: changesOnClaim,
});
