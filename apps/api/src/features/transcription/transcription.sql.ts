import { integer, ownedStatement, sql, uuid, words, type MeetingStatus } from '@memo/entities';
import { meetingColumns, meetingRow } from '@memo/meetings';

/** By status. A PENDING meeting without a stage still waits for its recordings. */
export const countMeetings = ownedStatement({
  name: 'transcription.count_meetings',
  values: { userId: integer },
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
  columns: meetingRow,
  sql: ({ $, own }) => sql`SELECT ${meetingColumns} FROM meetings
    WHERE ${own('meetings')} AND id = ${$.id}`,
});
