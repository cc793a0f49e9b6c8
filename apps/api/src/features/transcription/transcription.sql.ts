import { integer, ownedStatement, sql, uuid, words, type MeetingStatus } from '@memo/entities';
import { meetingColumns, meetingRow } from '@memo/meetings';

/** Without those that still wait for their recordings: PENDING without a stage, and nothing that could be hurried. */
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
