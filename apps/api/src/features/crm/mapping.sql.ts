import { integer, nullable, ownedStatement, sql, text, uuid } from '@memo/entities';
import { displayedName } from './speakers.sql.ts';

/** Meetings in which a name is displayed, those where it is a label nobody chose, and those in which something changed. */
const counts = { meetings: integer, labelled: integer, changed: integer };

/** Locks the speakers in the order of their ids: two who change the same ones take turns and cannot deadlock. */
const change = (name: string, { profile, where }: { profile: 'given' | 'none'; where: string }) =>
  ownedStatement({
    name,
    values: { viewer: integer, name: text, meetingId: nullable(uuid), profileId: uuid },
    columns: counts,
    sql: ({ $, own, seen }) => sql`
      WITH speakers AS (
        SELECT speaker.id, speaker.meeting_id, speaker.profile_id, speaker.name
        FROM meeting_speakers speaker JOIN meetings ON meetings.id = speaker.meeting_id
        WHERE ${seen()} AND ${own('meeting_speakers', 'speaker')} AND ${displayedName} = ${$.name}
          AND (${$.meetingId} IS NULL OR meetings.id = ${$.meetingId})
        ORDER BY speaker.id FOR UPDATE OF speaker
      ), changed AS (
        UPDATE meeting_speakers SET profile_id = ${profile === 'given' ? $.profileId : 'NULL'}
        FROM speakers WHERE ${own('meeting_speakers')} AND meeting_speakers.id = speakers.id
          AND speakers.profile_id ${where} ${$.profileId}
        RETURNING speakers.meeting_id
      )
      SELECT count(DISTINCT meeting_id)::int AS meetings,
        count(DISTINCT meeting_id) FILTER (WHERE name IS NULL)::int AS labelled,
        (SELECT count(DISTINCT meeting_id)::int FROM changed) AS changed
      FROM speakers`,
  });

// An older name, kept: dashboards know statements by theirs.
export const mapSpeakers = change('crm.map_voices', {
  profile: 'given',
  where: 'IS DISTINCT FROM',
});
export const unmapSpeakers = change('crm.unmap_voices', { profile: 'none', where: '=' });
