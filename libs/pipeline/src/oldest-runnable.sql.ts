import {
  float,
  integer,
  openStatement,
  sql,
  uuid,
  words,
  type RowOfStatement,
  type Stage,
} from '@memo/entities';
import { stageLedger } from './stage-ledger.sql.ts';

export type WaitingRun = RowOfStatement<typeof oldestRunnable>;

/** Runs that could begin now, those first that have waited longest. */
export const oldestRunnable = openStatement({
  name: 'pipeline.oldest_runnable',
  acrossWorkspaces: 'operators see what waits of everybody',
  values: { limit: integer },
  columns: { meetingId: uuid, workspaceId: uuid, stage: words<Stage>(), waitingSeconds: float },
  sql: ({
    $,
  }) => sql`SELECT run.meeting_id AS "meetingId", run.workspace_id AS "workspaceId", run.stage::text AS stage,
      extract(epoch FROM now() - run.due_at)::float AS "waitingSeconds"
    FROM stage_runs AS run
    WHERE run.status = 'queued' AND run.due_at <= now() AND ${stageLedger.wanted('run')}
    ORDER BY run.due_at, run.id LIMIT ${$.limit}`,
});
