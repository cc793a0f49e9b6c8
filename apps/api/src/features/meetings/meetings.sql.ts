import {
  boolean,
  integer,
  isPrivate,
  jsonb,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  uuid,
} from '@memo/entities';
import { meetingRow, speakersColumn } from '@memo/meetings';

/** What a person may change, with what it is shown by; nobody else changes it until the transaction ends. */
export const holdHead = ownedStatement({
  name: 'meetings.hold_head',
  values: { id: uuid },
  columns: {
    title: text,
    title_given: boolean,
    description: nullable(text),
    description_given: boolean,
    speakers: meetingRow.speakers,
  },
  sql: ({ $, own }) => sql`
  SELECT title, title_given, description, description_given, ${speakersColumn(own('meeting_speakers'))} AS speakers
  FROM meetings WHERE ${own('meetings')} AND id = ${$.id} FOR NO KEY UPDATE`,
});

/**
 * What is null stays as it is; for the description, which may become null, a flag says whether it is given. One that
 * comes back as the note wrote it is not a person's: clients send whole forms. The clock and not the start of the
 * transaction: of two changes that waited for each other, the later one must not carry the earlier time.
 */
export const changeMeeting = ownedStatement({
  name: 'meetings.change',
  values: {
    id: uuid,
    title: nullable(text),
    describes: boolean,
    description: nullable(text),
    participants: nullable(jsonb<string[]>()),
  },
  columns: {},
  sql: ({ $, own }) => sql`
  UPDATE meetings SET updated_at = clock_timestamp(), title = coalesce(${$.title}, title),
    title_given = title_given OR coalesce(${$.title} <> title, false),
    description = CASE WHEN ${$.describes} THEN ${$.description} ELSE description END,
    description_given = CASE WHEN ${$.describes} AND ${$.description} IS DISTINCT FROM description
      THEN ${$.description} IS NOT NULL ELSE description_given END,
    participants = coalesce(${$.participants}, participants)
  WHERE ${own('meetings')} AND id = ${$.id}`,
});

/** What was uploaded stays counted in its month. */
export const markDeleted = ownedStatement({
  name: 'meetings.mark_deleted',
  values: { id: uuid },
  // Of whom alone it was seen; null where all members did.
  columns: { privateTo: nullable(integer) },
  sql: ({ $, own, workspace }) => sql`
  WITH deleted AS (
    UPDATE meetings SET deleted_at = now() WHERE ${own('meetings')} AND id = ${$.id}
    RETURNING created_at, duration_ms, CASE WHEN ${isPrivate('meetings')} THEN user_id END AS private_to
  ), counted AS (
    INSERT INTO deleted_audio (workspace_id, month, audio_ms)
    SELECT ${workspace}, date_trunc('month', created_at, 'UTC'), duration_ms FROM deleted WHERE duration_ms > 0
    ON CONFLICT (workspace_id, month) DO UPDATE SET audio_ms = deleted_audio.audio_ms + EXCLUDED.audio_ms
  )
  SELECT private_to AS "privateTo" FROM deleted`,
});

const purging = 'the sweeper removes what anybody has deleted';

/** Longest ago first. */
export const listDeleted = openStatement({
  name: 'meetings.list_deleted',
  acrossWorkspaces: purging,
  values: { settleSeconds: integer, limit: integer },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT id FROM meetings
    WHERE deleted_at < now() - ${$.settleSeconds} * interval '1 second'
    ORDER BY deleted_at LIMIT ${$.limit}`,
});

/** Its objects are gone; those that a worker which was frozen may still write are looked for once more. */
export const purgeMeeting = openStatement({
  name: 'meetings.purge',
  acrossWorkspaces: purging,
  values: { id: uuid, prefix: text, sweepSeconds: integer },
  columns: {},
  sql: ({ $ }) => sql`
  WITH purged AS (
    DELETE FROM meetings WHERE id = ${$.id} AND deleted_at IS NOT NULL RETURNING id, workspace_id)
  INSERT INTO unclaimed_objects (prefix, workspace_id, meeting_id, sweep_after)
  SELECT ${$.prefix}, workspace_id, id, now() + ${$.sweepSeconds} * interval '1 second' FROM purged
  ON CONFLICT (prefix) DO NOTHING`,
});
