import {
  bigint,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  smallint,
  sql,
  text,
  uuid,
  type RowOfStatement,
  type Sql,
} from '@memo/entities';

/** The templates a workspace may use: the defaults and its own, without those that were deleted. */
export const usableTemplates = (own: (table: 'templates') => Sql<true>): Sql<true> =>
  sql`(${own('templates')} OR templates.workspace_id IS NULL) AND templates.is_active`;

export const findTemplate = ownedStatement({
  name: 'intake.find_template',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM templates
    WHERE ${usableTemplates(own)} AND id = ${$.id}`,
});

export const findMeeting = ownedStatement({
  name: 'intake.find_meeting',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM meetings WHERE ${own('meetings')} AND id = ${$.id}`,
});

/** The same for a person, who may not see it. */
export const findSeenMeeting = ownedStatement({
  name: 'meetings.find_seen',
  values: { viewer: integer, id: uuid },
  columns: { id: uuid },
  sql: ({ $, seen }) => sql`SELECT id FROM meetings WHERE ${seen()} AND id = ${$.id}`,
});

export const listRecordings = ownedStatement({
  name: 'intake.list_recordings',
  values: { meetingId: uuid },
  columns: { id: uuid, side: smallint },
  sql: ({ $, own }) => sql`SELECT id, side FROM recordings
    WHERE ${own('recordings')} AND meeting_id = ${$.meetingId} ORDER BY side`,
});

export const findAwaited = ownedStatement({
  name: 'intake.find_awaited',
  values: { meetingId: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM recordings
    WHERE ${own('recordings')} AND meeting_id = ${$.meetingId} AND state = 'expected' LIMIT 1`,
});

/** Of those that wait for a recording; before any of their recordings' rows. */
export const lockWaiting = ownedStatement({
  name: 'intake.lock_waiting',
  values: { id: uuid },
  columns: {
    id: uuid,
    workspaceId: uuid,
    generation: integer,
    // Null for one that has not begun.
    playback_key: nullable(text),
  },
  sql: ({
    $,
    own,
  }) => sql`SELECT id, workspace_id AS "workspaceId", generation, playback_key FROM meetings
    WHERE ${own('meetings')} AND id = ${$.id} FOR NO KEY UPDATE`,
});

export type WaitingMeeting = RowOfStatement<typeof lockWaiting>;

/** Gives a meeting what is played of it, once something is there and nothing is waited for. */
export const completeMeeting = ownedStatement({
  name: 'intake.complete_meeting',
  values: { id: uuid },
  columns: {},
  sql: ({ $, own }) => {
    const of = sql`${own('recordings')} AND meeting_id = ${$.id}`;
    return sql`
    UPDATE meetings SET updated_at = clock_timestamp(), playback_key = (
      SELECT object_key FROM recordings WHERE ${of} ORDER BY side LIMIT 1)
    WHERE ${own('meetings')} AND id = ${$.id} AND playback_key IS NULL
      AND EXISTS (SELECT 1 FROM recordings WHERE ${of})
      AND NOT EXISTS (SELECT 1 FROM recordings WHERE ${of} AND state = 'expected')`;
  },
});

export const findMeetingOf = ownedStatement({
  name: 'intake.find_meeting_of',
  values: { recordingId: uuid },
  columns: { meeting_id: uuid },
  sql: ({ $, own }) => sql`SELECT meeting_id FROM recordings
    WHERE ${own('recordings')} AND id = ${$.recordingId}`,
});

/** A recording is stored once; the same object may be told of again. */
export const storeRecording = ownedStatement({
  name: 'intake.store_recording',
  values: { id: uuid, objectKey: text, contentType: text, sizeBytes: bigint, sha256: text },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE recordings SET state = 'stored', object_key = ${$.objectKey},
      content_type = ${$.contentType}, size_bytes = ${$.sizeBytes}, sha256 = ${$.sha256}
    WHERE ${own('recordings')} AND id = ${$.id} AND (state = 'expected' OR object_key = ${$.objectKey})`,
});

/** Meetings with a recording whose time has run out, some of them: the earliest. */
export const listStale = openStatement({
  name: 'intake.list_stale',
  acrossWorkspaces: 'the sweeper waits no longer for the recordings of anybody',
  values: { limit: integer },
  columns: { workspaceId: uuid, meetingId: uuid },
  sql: ({ $ }) => sql`SELECT workspace_id AS "workspaceId", meeting_id AS "meetingId"
    FROM recordings WHERE state = 'expected' AND expected_until < now()
    GROUP BY workspace_id, meeting_id ORDER BY min(expected_until) LIMIT ${$.limit}`,
});

export const dropStaleOf = ownedStatement({
  name: 'intake.drop_stale',
  values: { meetingId: uuid },
  columns: {},
  sql: ({ $, own }) => sql`DELETE FROM recordings
    WHERE ${own('recordings')} AND meeting_id = ${$.meetingId} AND state = 'expected'
      AND expected_until < now()`,
});
