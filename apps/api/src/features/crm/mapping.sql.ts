import { integer, nullable, ownedStatement, sql, text, uuid } from '@memo/entities';
import { displayedName } from './speakers.sql.ts';

/** Meetings in which a name is displayed, and those among them in which something changed. */
const counts = { meetings: integer, changed: integer };

/** Locks the speakers in the order of their ids: two who change the same ones take turns and cannot deadlock. */
const change = (name: string, { profile, where }: { profile: 'given' | 'none'; where: string }) =>
  ownedStatement({
    name,
    values: { name: text, meetingId: nullable(uuid), profileId: uuid },
    columns: counts,
    sql: ({ $, own }) => sql`
      WITH voices AS (
        SELECT voice.id, voice.meeting_id, voice.profile_id
        FROM meeting_speakers voice JOIN meetings ON meetings.id = voice.meeting_id
        WHERE ${own('meetings')} AND ${own('meeting_speakers', 'voice')} AND ${displayedName} = ${$.name}
          AND (${$.meetingId} IS NULL OR meetings.id = ${$.meetingId})
        ORDER BY voice.id FOR UPDATE OF voice
      ), changed AS (
        UPDATE meeting_speakers SET profile_id = ${profile === 'given' ? $.profileId : 'NULL'}
        FROM voices WHERE ${own('meeting_speakers')} AND meeting_speakers.id = voices.id
          AND voices.profile_id ${where} ${$.profileId}
        RETURNING voices.meeting_id
      )
      SELECT count(DISTINCT meeting_id)::int AS meetings,
        (SELECT count(DISTINCT meeting_id)::int FROM changed) AS changed
      FROM voices`,
  });

export const mapSpeakers = change('crm.map_voices', {
  profile: 'given',
  where: 'IS DISTINCT FROM',
});
export const unmapSpeakers = change('crm.unmap_voices', { profile: 'none', where: '=' });
