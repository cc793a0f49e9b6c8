import { integer, ownedStatement, sql, uuid, words, type MeetingStatus } from '@memo/entities';

/** Fails at once where somebody else has the row: whoever ends this run waits for the meeting, which the caller holds. */
export const lockDelivery = ownedStatement({
  name: 'pipeline.lock_delivery',
  values: { meetingId: uuid, generation: integer },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM stage_runs
    WHERE ${own('stage_runs')} AND meeting_id = ${$.meetingId} AND generation = ${$.generation} AND stage = 'sync'
    FOR UPDATE NOWAIT`,
});

/** Makes this the generation that is shown; the dashboard has another one. */
export const showAgain = ownedStatement({
  name: 'pipeline.show_generation_again',
  values: { meetingId: uuid, generation: integer },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE meetings SET generation = ${$.generation}, restored = restored + 1,
      reprocess_error = NULL, dashboard_status = 'PENDING', updated_at = now()
    WHERE ${own('meetings')} AND id = ${$.meetingId}`,
});

export const readAnalytics = ownedStatement({
  name: 'pipeline.read_analytics',
  values: { meetingId: uuid },
  columns: { status: words<MeetingStatus>() },
  sql: ({ $, own }) => sql`SELECT analytics_status AS status FROM meetings
    WHERE ${own('meetings')} AND id = ${$.meetingId}`,
});
