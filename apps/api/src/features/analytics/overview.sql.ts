import {
  float,
  integer,
  json,
  meetingStatuses,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
} from '@memo/entities';
import type { MeetingStatus, Sql } from '@memo/entities';
import type { Overview } from './overview.schemas.ts';
import { personColumn } from './person.ts';

const values = { userId: integer, start: timestamp, end: timestamp };

const includesPrivate = 'people look at what they recorded themselves';

interface Pieces {
  $: Readonly<Record<keyof typeof values, Sql<false>>>;
  own: (table: 'meetings') => Sql<true>;
}

/** What a person recorded in a period: from `start`, before `end`. */
const ownMeetings = ({
  $,
  own,
}: Pieces) => sql`${own('meetings')} AND meetings.user_id = ${$.userId}
  AND meetings.created_at >= ${$.start} AND meetings.created_at < ${$.end}`;

const hours = 'round(coalesce(sum(duration_ms), 0) / 3600000.0, 2)::float8';

/** How the counts are called on the wire. */
const countNames: Record<MeetingStatus, string> = {
  PENDING: 'pending',
  PROCESSING: 'processing',
  COMPLETED: 'completed_count',
  FAILED: 'failed',
};

const countsByStatus = meetingStatuses
  .map((status) => `count(*) FILTER (WHERE status = '${status}')::int AS ${countNames[status]}`)
  .join(', ');

export const totals = ownedStatement({
  name: 'analytics.totals',
  values,
  includesPrivate,
  columns: {
    total_meetings: integer,
    pending: integer,
    processing: integer,
    completed_count: integer,
    failed: integer,
    total_hours: float,
    duration_minutes: nullable(float),
    action_items: nullable(float),
  },
  sql: (pieces) => sql`
  SELECT count(*)::int AS total_meetings,
    ${countsByStatus},
    ${hours} AS total_hours,
    round(avg(duration_ms) / 60000.0, 1)::float8 AS duration_minutes,
    round(avg(coalesce(jsonb_array_length(action_items), 0)) FILTER (WHERE status = 'COMPLETED'), 1)::float8
      AS action_items
  FROM meetings WHERE ${ownMeetings(pieces)}`,
});

export const talkTime = ownedStatement({
  name: 'analytics.talk_time',
  values,
  includesPrivate,
  columns: {
    talk_time_by_speaker: json<Overview['talk_time_by_speaker']>(),
    talk_time_by_profile: json<Overview['talk_time_by_profile']>(),
    speakers: nullable(float),
    words_per_minute: nullable(float),
  },
  sql: (pieces) => {
    const { own } = pieces;
    return sql`
  WITH talk AS MATERIALIZED (
    SELECT meetings.id AS meeting_id, coalesce(speaker.name, speaker.label, measured ->> 'label') AS name,
      speaker.profile_id, (measured ->> 'talk_time_ms')::bigint AS ms, (measured ->> 'words')::bigint AS words
    FROM meetings
    CROSS JOIN LATERAL jsonb_array_elements(analytics_data -> 'speakers') AS measured
    LEFT JOIN meeting_speakers speaker ON speaker.meeting_id = meetings.id AND speaker.key = measured ->> 'key'
      AND ${own('meeting_speakers', 'speaker')}
    WHERE ${ownMeetings(pieces)} AND analytics_status = 'COMPLETED'
  )
  SELECT
    (SELECT coalesce(json_agg(top), '[]') FROM (
      SELECT name, sum(ms)::bigint AS talk_time_ms, count(DISTINCT meeting_id) AS meeting_count
      FROM talk GROUP BY name ORDER BY talk_time_ms DESC, name LIMIT 20
    ) top) AS talk_time_by_speaker,
    (SELECT coalesce(json_agg(top), '[]') FROM (
      SELECT ${personColumn} AS profile, talked.talk_time_ms, talked.meeting_count FROM (
        SELECT profile_id, sum(ms)::bigint AS talk_time_ms, count(DISTINCT meeting_id) AS meeting_count
        FROM talk WHERE profile_id IS NOT NULL GROUP BY profile_id
      ) talked JOIN speaker_profiles profile ON profile.id = talked.profile_id
        AND ${own('speaker_profiles', 'profile')}
      ORDER BY talked.talk_time_ms DESC, profile.id LIMIT 20
    ) top) AS talk_time_by_profile,
    round(count(DISTINCT (meeting_id, name))::numeric / nullif(count(DISTINCT meeting_id), 0), 1)::float8 AS speakers,
    round(sum(words) * 60000 / nullif(sum(ms), 0), 1)::float8 AS words_per_minute
  FROM talk`;
  },
});

/** Weeks begin on Monday at midnight UTC, whatever the server's own time zone. */
export const trend = ownedStatement({
  name: 'analytics.trend',
  values,
  includesPrivate,
  columns: { week_start: text, meetings: integer, hours: float },
  sql: (pieces) => {
    const { $ } = pieces;
    return sql`
  WITH weeks AS (
    SELECT date_trunc('week', created_at AT TIME ZONE 'UTC') AS week, count(*)::int AS meetings, ${hours} AS hours
    FROM meetings WHERE ${ownMeetings(pieces)} GROUP BY 1
  )
  SELECT to_char(week, 'YYYY-MM-DD') AS week_start, coalesce(meetings, 0) AS meetings, coalesce(hours, 0) AS hours
  FROM generate_series(
    date_trunc('week', ${$.start} AT TIME ZONE 'UTC'),
    (${$.end} - interval '1 second') AT TIME ZONE 'UTC', '7 days') AS week
  LEFT JOIN weeks USING (week) ORDER BY week`;
  },
});

export const actionItemOwners = ownedStatement({
  name: 'analytics.action_item_owners',
  values,
  includesPrivate,
  columns: { name: text, action_items: integer, meeting_count: integer },
  sql: (pieces) => sql`
  SELECT mode() WITHIN GROUP (ORDER BY owner) AS name, count(*)::int AS action_items,
    count(DISTINCT meeting_id)::int AS meeting_count
  FROM (
    SELECT meetings.id AS meeting_id, trim(item ->> 'assigned_to') AS owner
    FROM meetings CROSS JOIN LATERAL jsonb_array_elements(action_items) AS item
    WHERE ${ownMeetings(pieces)}
  ) assigned
  WHERE owner <> '' GROUP BY lower(owner) ORDER BY action_items DESC, lower(owner) LIMIT 10`,
});
