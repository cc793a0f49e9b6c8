import { integer, ownedStatement, sql, uuid, words, type MeetingStatus } from '@memo/entities';

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
