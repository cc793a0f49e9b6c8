import {
  integer,
  json,
  jsonb,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type MeetingStatus,
  type RowOfStatement,
} from '@memo/entities';
import type { SpeakerName } from './name-speakers.ts';
import { personColumn } from './person.ts';

/** One statement, so that metrics and names are of the same moment. */
export const findAnalyzed = ownedStatement({
  name: 'analytics.find_meeting',
  values: { id: uuid },
  columns: {
    id: uuid,
    title: text,
    status: words<MeetingStatus>(),
    analytics_status: words<MeetingStatus>(),
    // In the form of the release that measured it.
    analytics_data: jsonb<unknown>(),
    action_item_count: integer,
    speakers: json<SpeakerName[]>(),
  },
  sql: ({ $, own }) => sql`
  SELECT id, title, status, analytics_status, analytics_data,
    coalesce(jsonb_array_length(action_items), 0) AS action_item_count,
    coalesce((
      SELECT json_agg(json_build_object('key', speaker.key, 'name', coalesce(speaker.name, speaker.label),
        'profile', ${personColumn}))
      FROM meeting_speakers speaker LEFT JOIN speaker_profiles profile ON profile.id = speaker.profile_id
        AND ${own('speaker_profiles', 'profile')}
      WHERE ${own('meeting_speakers', 'speaker')} AND speaker.meeting_id = meetings.id
    ), '[]') AS speakers
  FROM meetings WHERE ${own('meetings')} AND id = ${$.id}`,
});

export type AnalyzedMeeting = RowOfStatement<typeof findAnalyzed>;
