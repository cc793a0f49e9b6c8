import {
  boolean,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  bigint,
  type ActionItem,
  type ActionItemStatus,
  type MeetingSpeaker,
  type RowOf,
  type Sql,
} from '@memo/entities';
import { speakersColumn } from '@memo/meetings';

/** What people write. */
const written = {
  task: text,
  assignedTo: nullable(text),
  memberId: nullable(integer),
  profileId: nullable(uuid),
  dueDate: nullable(text),
  status: words<ActionItemStatus>(),
};
export type WrittenItem = RowOf<typeof written>;

const item = {
  id: uuid,
  meetingId: uuid,
  ...written,
  evidence: jsonb<Pick<ActionItem, 'segment_ids' | 'quote' | 'support'>>(),
  isFound: boolean,
  touchedBy: nullable(integer),
  createdBy: nullable(integer),
  createdAt: timestamp,
  updatedAt: timestamp,
};
export type ItemRow = RowOf<typeof item>;

const columns = `item.id, item.meeting_id AS "meetingId", item.task, item.assigned_to AS "assignedTo",
      item.member_id AS "memberId", item.profile_id AS "profileId", item.due_date AS "dueDate", item.status,
      item.evidence, item.found_task IS NOT NULL AS "isFound", item.touched_by AS "touchedBy",
      item.created_by AS "createdBy", item.created_at AS "createdAt", item.updated_at AS "updatedAt"`;

/** In the order of the note; what persons added comes last. */
export const listItems = ownedStatement({
  name: 'action_items.list',
  values: { meeting: uuid },
  columns: item,
  sql: ({ $, own }) => sql`SELECT ${columns} FROM meeting_action_items item
    WHERE ${own('meeting_action_items', 'item')} AND item.meeting_id = ${$.meeting} ORDER BY item.place, item.id`,
});

export const findItem = ownedStatement({
  name: 'action_items.find',
  values: { meeting: uuid, id: uuid },
  columns: item,
  sql: ({ $, own }) => sql`SELECT ${columns} FROM meeting_action_items item
    WHERE ${own('meeting_action_items', 'item')} AND item.meeting_id = ${$.meeting} AND item.id = ${$.id}`,
});

/** Far behind all that a note can have. */
const firstOfPersons = 1_000_000;

/** The day, where it is one; the caller has read it. */
const dueOn = `CASE WHEN given.due_date ~ '^\\d{4}-\\d{2}-\\d{2}$' THEN given.due_date::date END`;

export const insertItem = ownedStatement({
  name: 'action_items.insert',
  values: { id: uuid, meeting: uuid, ...written, by: integer },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
    INSERT INTO meeting_action_items (id, workspace_id, meeting_id, place, task, assigned_to, member_id, profile_id, due_date,
      due_on, status, evidence, touched_by, created_by)
    SELECT ${$.id}, ${workspace}, meetings.id, 1 + greatest(${firstOfPersons}, (SELECT max(place) FROM meeting_action_items item
        WHERE ${own('meeting_action_items', 'item')} AND item.meeting_id = ${$.meeting})),
      ${$.task}, ${$.assignedTo}, ${$.memberId}, ${$.profileId}, given.due_date, ${dueOn}, ${$.status},
      '{"segment_ids": []}', ${$.by}, ${$.by}
    FROM meetings CROSS JOIN (SELECT ${$.dueDate} AS due_date) AS given
    WHERE ${own('meetings')} AND meetings.id = ${$.meeting} ON CONFLICT DO NOTHING`,
});

export const changeItem = ownedStatement({
  name: 'action_items.change',
  values: { id: uuid, ...written, by: integer },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE meeting_action_items item SET task = ${$.task}, assigned_to = ${$.assignedTo},
      member_id = ${$.memberId}, profile_id = ${$.profileId}, due_date = given.due_date, due_on = ${dueOn},
      status = ${$.status}, touched_by = ${$.by}, updated_at = now()
    FROM (SELECT ${$.dueDate} AS due_date) AS given WHERE ${own('meeting_action_items', 'item')} AND item.id = ${$.id}`,
});

export const findMember = ownedStatement({
  name: 'action_items.find_member',
  values: { user: integer },
  columns: { name: text },
  sql: ({ $, workspace }) => sql`SELECT coalesce(nullif(users.name, ''), users.email) AS name
    FROM workspace_members member JOIN users ON users.id = member.user_id
    WHERE member.workspace_id = ${workspace} AND member.user_id = ${$.user}`,
});

export const findProfile = ownedStatement({
  name: 'action_items.find_profile',
  values: { id: uuid },
  columns: { name: text },
  sql: ({
    $,
    own,
  }) => sql`SELECT concat_ws(' ', first_name, middle_name, last_name) AS name FROM speaker_profiles
    WHERE ${own('speaker_profiles')} AND id = ${$.id}`,
});

const listed = {
  ...item,
  title: text,
  titleGiven: boolean,
  speakers: jsonb<Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[]>(),
  createdUs: text,
};
export type ListedRow = RowOf<typeof listed>;

/** Of all meetings that the reader sees, the newest first. An item that a machine gave to a speaker is whose that speaker is. */
export const searchItems = ownedStatement({
  name: 'action_items.search',
  planned: 'each_time',
  values: {
    viewer: integer,
    status: nullable(words<ActionItemStatus>()),
    assignee: nullable(text),
    member: nullable(integer),
    profile: nullable(uuid),
    dueFrom: nullable(text),
    dueTo: nullable(text),
    words: nullable(text),
    createdUs: nullable(bigint),
    id: nullable(uuid),
    limit: integer,
  },
  columns: listed,
  sql: ({ $, own, seen }) => {
    const isSpeaker = (which: Sql) => sql`EXISTS (SELECT FROM meeting_speakers speaker
        WHERE ${own('meeting_speakers', 'speaker')} AND speaker.meeting_id = item.meeting_id
          AND speaker.label = item.assigned_to AND ${which})`;
    return sql`SELECT ${columns}, meetings.title, meetings.title_given AS "titleGiven",
      ${speakersColumn(own('meeting_speakers'))} AS speakers,
      (extract(epoch FROM item.created_at) * 1000000)::bigint::text AS "createdUs"
    FROM meeting_action_items item JOIN meetings ON ${seen()} AND meetings.id = item.meeting_id
    WHERE ${own('meeting_action_items', 'item')}
      AND CASE WHEN ${$.status} IS NULL THEN item.status <> 'dropped' ELSE item.status = ${$.status} END
      AND (${$.assignee} IS NULL OR strpos(lower(item.assigned_to), lower(${$.assignee})) > 0
        OR ${isSpeaker(sql`strpos(lower(speaker.name), lower(${$.assignee})) > 0`)})
      AND (${$.member} IS NULL OR item.member_id = ${$.member})
      AND (${$.profile} IS NULL OR item.profile_id = ${$.profile}
        OR ${isSpeaker(sql`speaker.profile_id = ${$.profile}`)})
      AND (${$.dueFrom} IS NULL OR item.due_on >= ${$.dueFrom}::date)
      AND (${$.dueTo} IS NULL OR item.due_on <= ${$.dueTo}::date)
      AND (${$.words} IS NULL OR strpos(lower(item.task), lower(${$.words})) > 0)
      AND (${$.createdUs} IS NULL OR (item.created_at, item.id)
        < (timestamptz 'epoch' + ${$.createdUs} * interval '1 microsecond', ${$.id}))
    ORDER BY item.created_at DESC, item.id DESC LIMIT ${$.limit}`;
  },
});
