import { integer, jsonb, nullable, ownedStatement, sql, text, uuid } from '@memo/entities';
import { stageEnd } from '@memo/pipeline';
import { hintColumns, hintRow, withGeneration } from '../../recognition/speech-hints.sql.ts';

interface RecordedSide {
  side: number;
  objectKey: string;
}

/** A meeting's recordings that are there, in order of side, and which engine they are prepared for. */
export const readMeeting = ownedStatement({
  name: 'prepare.read_meeting',
  values: { meetingId: uuid, generation: integer },
  columns: { ...hintRow, recordings: jsonb<RecordedSide[]>() },
  sql: ({ $, own }) => sql`SELECT ${hintColumns},
      (SELECT coalesce(jsonb_agg(jsonb_build_object('side', side, 'objectKey', object_key) ORDER BY side), '[]')
        FROM recordings WHERE ${own('recordings')} AND meeting_id = meetings.id AND state = 'stored') AS recordings
    FROM ${withGeneration(own('meeting_generations', 'made'), $.generation)}
    WHERE ${own('meetings')} AND meetings.id = ${$.meetingId}`,
});

/** How long the meeting is, and where its mix is when there are two recordings. */
export const endPrepared = stageEnd({
  stage: 'prepare',
  values: { durationMs: integer, playbackKey: nullable(text) },
  // One that is made beside the one that is shown has these shown with its transcript.
  set: ($) =>
    sql`duration_ms = ${$.durationMs}, playback_key = coalesce(${$.playbackKey}, playback_key)`,
});
