import {
  integer,
  nullable,
  openStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type RunStatus,
  type Stage,
} from '@memo/entities';

/** Of the generation that is shown and of what is made beside it; the newest, so many at most. */
export const listMeetingRuns = openStatement({
  name: 'admin.meeting_runs',
  acrossWorkspaces: 'operators look at the work on a meeting of anybody, and not at what was said',
  values: { meetingId: uuid, limit: integer },
  columns: {
    workspace_id: uuid,
    meeting_status: text,
    stage: words<Stage>(),
    part: integer,
    generation: integer,
    status: words<RunStatus>(),
    attempts: integer,
    crashes: integer,
    waiting_for: nullable(text),
    reason: nullable(text),
    message: nullable(text),
    due_at: nullable(timestamp),
    started_at: nullable(timestamp),
    finished_at: nullable(timestamp),
  },
  sql: ({
    $,
  }) => sql`SELECT m.workspace_id, m.status::text AS meeting_status, run.stage::text AS stage, run.part, run.generation,
      run.status::text AS status, run.attempts, run.crashes, run.waiting_for::text AS waiting_for,
      run.error ->> 'code' AS reason, coalesce(run.error ->> 'detail', run.error ->> 'message') AS message,
      CASE WHEN run.status = 'queued' AND isfinite(run.due_at) THEN run.due_at END AS due_at,
      run.started_at, run.finished_at
    FROM stage_runs run JOIN meetings m ON m.id = run.meeting_id
    WHERE run.meeting_id = ${$.meetingId} AND m.deleted_at IS NULL
      AND run.generation IN (m.generation, m.next_generation)
    ORDER BY run.generation DESC, run.started_at DESC NULLS FIRST, run.id LIMIT ${$.limit}`,
});
