import {
  advisoryLocks,
  boolean,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  smallint,
  sql,
  text,
  uuid,
  words,
  type Visibility,
} from '@memo/entities';
import { tellOf, type EventRow } from '@memo/journal';

const upload = {
  viewer: integer,
  uploadHash: nullable(text),
  sha256: text,
  secondSha256: nullable(text),
};

/**
 * Held by the transaction that makes a meeting, until it ends. Of two equal uploads at once the second one waits here, and
 * finds the first; one whose bytes are still to come equals none.
 */
export const lockMaking = ownedStatement({
  name: 'intake.lock_making',
  values: { id: uuid, sha256: nullable(text) },
  columns: { making: text, upload: nullable(text) },
  sql: ({ $, workspace }) => sql`SELECT
      pg_advisory_xact_lock(${advisoryLocks.makeMeeting}, hashtext((${workspace})::text || ${$.id}))::text AS making,
      CASE WHEN ${$.sha256} IS NOT NULL THEN pg_advisory_xact_lock(
        ${advisoryLocks.sameUpload}, hashtext((${workspace})::text || ${$.sha256}))::text END AS upload`,
});

/** Whether no transaction that makes the meeting is still under way. */
export const meetingIsSettled = ownedStatement({
  name: 'intake.meeting_is_settled',
  values: { id: uuid },
  columns: { settled: boolean },
  sql: ({ $, workspace }) => sql`SELECT pg_try_advisory_xact_lock(${advisoryLocks.makeMeeting},
    hashtext((${workspace})::text || ${$.id})) AS settled`,
});

/**
 * The meeting that this upload is a repeat of, or else the first one with the same recordings that the uploader sees: by
 * the same person, with the same fields, of the last minutes. Nobody hides it until the transaction ends.
 */
export const findSameUpload = ownedStatement({
  name: 'intake.find_same_upload',
  values: { ...upload, minutes: integer },
  columns: { id: uuid, repeated: boolean },
  sql: ({ $, own, seen }) => sql`
  SELECT meetings.id, meetings.user_id = ${$.viewer} AND meetings.upload_hash IS NOT DISTINCT FROM ${$.uploadHash}
    AND ${$.uploadHash} IS NOT NULL AND meetings.created_at > now() - ${$.minutes} * interval '1 minute' AS repeated
  FROM recordings
  JOIN meetings ON ${seen()} AND meetings.id = recordings.meeting_id
  LEFT JOIN recordings second ON ${own('recordings', 'second')} AND second.meeting_id = meetings.id AND second.side = 1
  WHERE ${own('recordings')} AND recordings.sha256 = ${$.sha256} AND recordings.side = 0
    AND second.sha256 IS NOT DISTINCT FROM ${$.secondSha256} AND (second.id IS NULL OR second.state = 'stored')
  ORDER BY repeated DESC, meetings.created_at, meetings.id LIMIT 1 FOR SHARE OF meetings`,
});

interface RecordingRow {
  id: string;
  side: number;
  state: 'stored' | 'expected';
  filename: string | null;
  objectKey: string | null;
  contentType: string | null;
  sizeBytes: number | null;
  sha256: string | null;
  expectedUntil: Date | null;
}

/** A meeting with its recordings, and that it is there. */
export const makeMeeting = ownedStatement({
  name: 'intake.make_meeting',
  values: {
    id: uuid,
    userId: integer,
    visibility: words<Visibility>(),
    title: text,
    titleGiven: boolean,
    description: nullable(text),
    participants: jsonb<string[]>(),
    templateId: nullable(uuid),
    customTemplatePoints: nullable(text),
    speakersExpected: nullable(smallint),
    languages: jsonb<string[]>(),
    uploadHash: nullable(text),
    duplicateOf: nullable(uuid),
    playbackKey: nullable(text),
    traceParent: nullable(text),
    recordings: jsonb<RecordingRow[]>(),
    events: jsonb<EventRow[]>(),
  },
  columns: {},
  sql: ({ $, workspace }) => sql`WITH made AS (
    INSERT INTO meetings (id, workspace_id, user_id, visibility, title, title_given, description, description_given, participants,
      template_id, custom_template_points, speakers_expected, languages, upload_hash, duplicate_of, playback_key,
      trace_parent)
    VALUES (${$.id}, ${workspace}, ${$.userId}, ${$.visibility}, ${$.title}, ${$.titleGiven}, ${$.description},
      ${$.description} IS NOT NULL, ${$.participants}, ${$.templateId}, ${$.customTemplatePoints},
      ${$.speakersExpected}, ${$.languages}, ${$.uploadHash}, ${$.duplicateOf}, ${$.playbackKey}, ${$.traceParent})
    RETURNING id
  ), told AS (
    ${tellOf({ from: 'made', meetingId: 'id', workspace, events: $.events })}
  )
  INSERT INTO recordings (id, workspace_id, meeting_id, side, state, filename, object_key, content_type, size_bytes,
    sha256, expected_until)
  SELECT recording.id, ${workspace}, made.id, side, state, filename, "objectKey", "contentType", "sizeBytes", sha256,
    "expectedUntil"
  FROM made CROSS JOIN jsonb_to_recordset(${$.recordings}) AS recording (id uuid, side smallint, state text,
    filename text, "objectKey" text, "contentType" text, "sizeBytes" bigint, sha256 text, "expectedUntil" timestamptz)`,
});
