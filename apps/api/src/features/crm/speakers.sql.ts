import { integer, json, nullable, ownedStatement, sql, text, uuid, type Sql } from '@memo/entities';
import { meetingColumns, meetingRow } from '@memo/meetings';
import { cardColumns, type ProfileCard } from './profiles.sql.ts';

/** What people call a row of meeting_speakers under the alias `speaker`. */
export const displayedName = 'coalesce(speaker.name, speaker.label)';

const order = 'meeting_count DESC, speaker_name, profile_id';

/**
 * Of the meetings that the reader sees, by the name displayed and the profile, those in most meetings first. Where the page has no speaker there is still one
 * row, which has the total.
 */
export const listSpeakers = ownedStatement({
  name: 'crm.list_speakers',
  values: { viewer: integer, limit: integer, offset: integer },
  columns: {
    total: integer,
    speaker_name: nullable(text),
    meeting_count: integer,
    profile: nullable(json<ProfileCard>()),
  },
  // Distinct before it is counted: two hashes cost less than the sort that count(DISTINCT …) needs.
  sql: ({ $, own, seen }) => sql`
  WITH spoken AS (
    SELECT speaker_name, profile_id, count(*)::int AS meeting_count FROM (
      SELECT DISTINCT speaker.meeting_id, ${displayedName} AS speaker_name, speaker.profile_id
      FROM meeting_speakers speaker JOIN meetings ON meetings.id = speaker.meeting_id
      WHERE ${seen()} AND ${own('meeting_speakers', 'speaker')}
    ) shown GROUP BY speaker_name, profile_id
  ), listed AS (
    SELECT * FROM spoken ORDER BY ${order} LIMIT ${$.limit} OFFSET ${$.offset}
  )
  SELECT counted.total, listed.speaker_name, listed.meeting_count, (
    SELECT row_to_json(card) FROM (
      SELECT ${cardColumns} FROM speaker_profiles profile
      WHERE ${own('speaker_profiles', 'profile')} AND profile.id = listed.profile_id
    ) card
  ) AS profile
  FROM (SELECT count(*)::int AS total FROM spoken) counted LEFT JOIN listed ON true
  ORDER BY ${order}`,
});

/** The meetings with a speaker, newest first, a page of them; and how many there are. */
const meetingsWith = (name: string, condition: (value: Sql) => Sql, value: typeof text) => {
  const found = (seen: Sql<true>, ofSpeaker: Sql<true>, place: Sql) => sql`FROM meetings
    WHERE ${seen} AND EXISTS (
      SELECT 1 FROM meeting_speakers speaker
      WHERE ${ofSpeaker} AND speaker.meeting_id = meetings.id AND ${condition(place)})`;
  return {
    page: ownedStatement({
      name: `crm.meetings_of_${name}`,
      values: { viewer: integer, value, limit: integer, offset: integer },
      columns: meetingRow,
      sql: ({ $, own, seen }) => sql`SELECT ${meetingColumns(own('meeting_speakers'))}
        ${found(seen(), own('meeting_speakers', 'speaker'), $.value)}
        ORDER BY created_at DESC, id DESC LIMIT ${$.limit} OFFSET ${$.offset}`,
    }),
    count: ownedStatement({
      name: `crm.count_meetings_of_${name}`,
      values: { viewer: integer, value },
      columns: { total: integer },
      sql: ({ $, own, seen }) => sql`SELECT count(*)::int AS total
        ${found(seen(), own('meeting_speakers', 'speaker'), $.value)}`,
    }),
  };
};

export const { page: meetingsOfName, count: countMeetingsOfName } = meetingsWith(
  'name',
  (name) => sql`${displayedName} = ${name}`,
  text,
);

export const { page: meetingsOfProfile, count: countMeetingsOfProfile } = meetingsWith(
  'profile',
  (id) => sql`speaker.profile_id = ${id}`,
  uuid,
);
