import {
  integer,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type MeetingStatus,
} from '@memo/entities';
import { meetingColumns, meetingRow, usableTemplates } from '@memo/meetings';

/** By status. A PENDING meeting without a stage still waits for its recordings. */
export const countMeetings = ownedStatement({
  name: 'transcription.count_meetings',
  values: { userId: integer },
  includesPrivate: 'people count their own meetings',
  columns: { status: words<MeetingStatus>(), total: integer },
  sql: ({ $, own }) => sql`
  SELECT status, count(*)::int AS total FROM meetings
  WHERE ${own('meetings')} AND user_id = ${$.userId} AND (status <> 'PENDING' OR EXISTS (
    SELECT FROM stage_runs WHERE ${own('stage_runs')}
      AND stage_runs.meeting_id = meetings.id AND stage_runs.generation = meetings.generation))
  GROUP BY status`,
});

export const findMeeting = ownedStatement({
  name: 'transcription.find_meeting',
  values: { id: uuid },
  columns: { ...meetingRow, generation: integer },
  sql: ({ $, own }) => sql`SELECT ${meetingColumns(own('meeting_speakers'))},
      coalesce(next_generation, generation) AS generation FROM meetings
    WHERE ${own('meetings')} AND id = ${$.id}`,
});

export const listRecordings = ownedStatement({
  name: 'transcription.list_recordings',
  values: { id: uuid },
  columns: { key: text },
  sql: ({ $, own }) => sql`SELECT object_key AS key FROM recordings
    WHERE ${own('recordings')} AND meeting_id = ${$.id} AND state = 'stored' ORDER BY side`,
});

export const findTemplate = ownedStatement({
  name: 'transcription.find_template',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM templates
    WHERE ${usableTemplates(own)} AND id = ${$.id}`,
});
