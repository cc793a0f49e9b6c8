import {
  float,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  smallint,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type AnnouncedBytes,
  type RowOfStatement,
} from '@memo/entities';

export const findRecording = ownedStatement({
  name: 'recordings.find',
  values: { id: uuid },
  columns: {
    id: uuid,
    meeting_id: uuid,
    side: smallint,
    state: words<'expected' | 'stored'>(),
    filename: nullable(text),
    object_key: nullable(text),
    content_type: nullable(text),
    size_bytes: nullable(float),
    sha256: nullable(text),
    announced: nullable(jsonb<AnnouncedBytes>()),
    created_at: timestamp,
  },
  sql: ({ $, own }) => sql`
  SELECT recordings.id, recordings.meeting_id, recordings.side, recordings.state::text, recordings.filename::text,
    recordings.object_key::text, recordings.content_type::text, recordings.size_bytes::float8, recordings.sha256::text,
    recordings.announced, recordings.created_at
  FROM recordings JOIN meetings ON ${own('meetings')} AND meetings.id = recordings.meeting_id
  WHERE ${own('recordings')} AND recordings.id = ${$.id}`,
});

export type RecordingRow = RowOfStatement<typeof findRecording>;

/**
 * Under the meeting's lock. One that is announced again, because its bytes did not come or were others, stays the same
 * recording. No row where the side is stored, or the meeting has begun.
 */
export const announceRecording = ownedStatement({
  name: 'recordings.announce',
  values: {
    id: uuid,
    meetingId: uuid,
    side: smallint,
    filename: text,
    announced: jsonb<AnnouncedBytes>(),
    expectedSeconds: integer,
  },
  columns: { id: uuid },
  sql: ({ $, own, workspace }) => sql`
  INSERT INTO recordings (id, workspace_id, meeting_id, side, state, filename, announced, expected_until)
  SELECT ${$.id}, ${workspace}, meetings.id, ${$.side}, 'expected', ${$.filename}, ${$.announced},
    now() + ${$.expectedSeconds} * interval '1 second'
  FROM meetings WHERE ${own('meetings')} AND meetings.id = ${$.meetingId} AND playback_key IS NULL
  ON CONFLICT (meeting_id, side) DO UPDATE SET filename = excluded.filename, announced = excluded.announced,
    expected_until = excluded.expected_until
  WHERE ${own('recordings')} AND recordings.state = 'expected'
  RETURNING id`,
});

/** Announced and not stored, beside those of this side. */
export const countAnnounced = ownedStatement({
  name: 'recordings.count_announced',
  values: { meetingId: uuid, side: smallint },
  columns: { others: integer },
  sql: ({ $, own }) => sql`SELECT count(*)::int AS others FROM recordings
    WHERE ${own('recordings')} AND state = 'expected' AND announced IS NOT NULL
      AND NOT (meeting_id = ${$.meetingId} AND side = ${$.side})`,
});
