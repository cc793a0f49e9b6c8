import {
  boolean,
  integer,
  nullable,
  ownedStatement,
  sql,
  uuid,
  words,
  type DashboardStatus,
  type MeetingStatus,
} from '@memo/entities';

/** The meeting's row lock makes one of two retries at once find nothing left to do. */
export const lockMeetingState = ownedStatement({
  name: 'pipeline.lock_meeting_state',
  values: { meetingId: uuid },
  columns: {
    status: words<MeetingStatus>(),
    analytics: words<MeetingStatus>(),
    dashboard: words<DashboardStatus>(),
    generation: integer,
    nextGeneration: nullable(integer),
  },
  sql: ({
    $,
    own,
  }) => sql`SELECT status, analytics_status AS analytics, dashboard_status AS dashboard,
      generation, next_generation AS "nextGeneration" FROM meetings
    WHERE ${own('meetings')} AND id = ${$.meetingId} FOR UPDATE`,
});

/** A person's own meetings that failed, or whose metrics or delivery did, in order of id. */
export const lockFailedMeetings = ownedStatement({
  name: 'pipeline.lock_failed_meetings',
  values: { userId: integer, after: nullable(uuid), limit: integer, completedAlone: boolean },
  includesPrivate: 'people retry their own meetings',
  columns: { id: uuid, status: words<MeetingStatus>() },
  sql: ({ $, own }) => sql`SELECT m.id, m.status FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.user_id = ${$.userId} AND m.next_generation IS NULL
      AND 'FAILED' IN (m.status, m.analytics_status, m.dashboard_status)
      AND (m.status = 'COMPLETED' OR NOT ${$.completedAlone})
      AND (${$.after} IS NULL OR m.id > ${$.after})
      AND EXISTS (SELECT 1 FROM stage_runs r WHERE ${own('stage_runs', 'r')} AND r.meeting_id = m.id
        AND r.generation = m.generation AND r.status = 'failed')
    ORDER BY m.id LIMIT ${$.limit} FOR UPDATE OF m`,
});
