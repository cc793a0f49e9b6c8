import { ownedStatement, sql, uuid } from '@memo/entities';

/** Of a meeting that nobody sees any more. */
export const deleteWaitingRuns = ownedStatement({
  name: 'pipeline.delete_waiting_runs',
  values: { meetingId: uuid },
  columns: {},
  sql: ({ $, own }) => sql`DELETE FROM stage_runs
    WHERE ${own('stage_runs')} AND meeting_id = ${$.meetingId} AND status = 'queued'
      AND NOT EXISTS (SELECT 1 FROM meetings WHERE ${own('meetings')} AND meetings.id = ${$.meetingId})`,
});
