import {
  arrayOf,
  integer,
  ownedStatement,
  sql,
  uuid,
  words,
  type RunStatus,
  type Stage,
} from '@memo/entities';
import { asNew } from '@memo/ledger';

const requeued = { meeting_id: uuid, stage: words<Stage>() };

/** A delivery is not tried again before its analysis, which ends in a delivery of its own: `redeliver`. */
export const requeueFailed = ownedStatement({
  name: 'pipeline.requeue_failed',
  values: { meetingIds: arrayOf(uuid) },
  columns: requeued,
  sql: ({
    $,
    own,
  }) => sql`UPDATE stage_runs AS r SET ${asNew('r.part')}, user_id = m.user_id FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ANY(${$.meetingIds})
      AND ${own('stage_runs', 'r')} AND r.meeting_id = m.id AND r.generation = m.generation
      AND r.status = 'failed' AND NOT (r.stage = 'sync' AND EXISTS (
        SELECT 1 FROM stage_runs a WHERE ${own('stage_runs', 'a')} AND a.meeting_id = r.meeting_id
          AND a.generation = r.generation AND a.stage = 'analyze' AND a.status <> 'succeeded'))
    RETURNING r.meeting_id, r.stage`,
});

export const requeueStage = ownedStatement({
  name: 'pipeline.requeue_stage',
  values: {
    meetingId: uuid,
    generation: integer,
    stage: words<Stage>(),
    statuses: arrayOf(words<RunStatus>()),
  },
  columns: requeued,
  sql: ({
    $,
    own,
  }) => sql`UPDATE stage_runs AS r SET ${asNew('r.part')}, user_id = m.user_id FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId} AND m.generation = ${$.generation}
      AND ${own('stage_runs', 'r')} AND r.meeting_id = m.id AND r.generation = m.generation
      AND r.stage = ${$.stage} AND r.status = ANY(${$.statuses})
    RETURNING r.meeting_id, r.stage`,
});

/** The delivery of a meeting whose transcript was edited since it began. */
export const requeueOutdated = ownedStatement({
  name: 'pipeline.requeue_outdated',
  values: { meetingId: uuid, generation: integer },
  columns: requeued,
  sql: ({
    $,
    own,
  }) => sql`UPDATE stage_runs AS r SET ${asNew('r.part')}, user_id = m.user_id FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId} AND m.generation = ${$.generation}
      AND ${own('stage_runs', 'r')} AND r.meeting_id = m.id AND r.generation = m.generation
      AND r.stage = 'sync' AND r.status IN ('running', 'succeeded') AND EXISTS (
        SELECT FROM transcript_edits e WHERE ${own('transcript_edits', 'e')} AND e.meeting_id = m.id
          AND e.created_at > r.started_at)
    RETURNING r.meeting_id, r.stage`,
});
