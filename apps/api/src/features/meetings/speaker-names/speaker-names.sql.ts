import {
  arrayOf,
  integer,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type MeetingStatus,
} from '@memo/entities';

export const lockMeeting = ownedStatement({
  name: 'speaker_names.lock_meeting',
  values: { id: uuid },
  columns: { status: words<MeetingStatus>() },
  sql: ({ $, own }) =>
    sql`SELECT status FROM meetings WHERE ${own('meetings')} AND id = ${$.id} FOR NO KEY UPDATE`,
});

/** In order of first speaking: ids sort by time of creation. */
export const lockSpeakers = ownedStatement({
  name: 'speaker_names.lock_speakers',
  values: { meetingId: uuid },
  columns: { id: uuid, label: text, name: nullable(text), profileId: nullable(uuid) },
  sql: ({ $, own }) => sql`SELECT id, label, name, profile_id AS "profileId" FROM meeting_speakers
    WHERE ${own('meeting_speakers')} AND meeting_id = ${$.meetingId} ORDER BY id FOR NO KEY UPDATE`,
});

/** The profile of each name that is mapped to exactly one in the meetings that the reader sees. */
export const findProfilesByName = ownedStatement({
  name: 'speaker_names.find_profiles',
  values: { viewer: integer, names: arrayOf(text) },
  columns: { name: text, profile: text },
  sql: ({ $, own, seen }) => sql`SELECT speaker.name, min(speaker.profile_id::text) AS profile
    FROM meeting_speakers speaker JOIN meetings ON meetings.id = speaker.meeting_id
    WHERE ${seen()} AND ${own('meeting_speakers', 'speaker')} AND speaker.name = ANY(${$.names})
      AND speaker.profile_id IS NOT NULL
    GROUP BY speaker.name HAVING count(DISTINCT speaker.profile_id) = 1`,
});

/** A speaker that has a profile keeps it. */
export const saveNames = ownedStatement({
  name: 'speaker_names.save',
  values: {
    meetingId: uuid,
    ids: arrayOf(uuid),
    names: arrayOf(nullable(text)),
    profiles: arrayOf(nullable(uuid)),
  },
  columns: {},
  sql: ({ $, own }) => sql`
  UPDATE meeting_speakers SET name = new.name, profile_id = coalesce(profile_id, new.profile)
  FROM unnest(${$.ids}, ${$.names}, ${$.profiles}) AS new (id, name, profile)
  WHERE ${own('meeting_speakers')} AND meeting_id = ${$.meetingId} AND meeting_speakers.id = new.id`,
});

export const partSpeaker = ownedStatement({
  name: 'speaker_names.part',
  values: { meetingId: uuid, id: uuid, profile: nullable(uuid) },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meeting_speakers SET name = NULL, profile_id = ${$.profile}
    WHERE ${own('meeting_speakers')} AND meeting_id = ${$.meetingId} AND id = ${$.id}`,
});

export const touchMeeting = ownedStatement({
  name: 'speaker_names.touch_meeting',
  values: { id: uuid },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings SET updated_at = clock_timestamp()
    WHERE ${own('meetings')} AND id = ${$.id}`,
});
