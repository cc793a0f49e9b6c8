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
  type ActionItem,
  type KeyPoint,
  type MeetingError,
  type MeetingStatus,
  type RowOf,
} from '@memo/entities';

const ofMeeting = { meeting: uuid };

/** Makes the first minutes of a note from before there were any; changes nothing where they are there. */
export const adoptNote = ownedStatement({
  name: 'minutes.adopt_note',
  values: ofMeeting,
  columns: { id: uuid, adopted: boolean },
  sql: ({ $, own }) => sql`SELECT meetings.id, adopt_note(meetings) AS adopted FROM meetings
    WHERE ${own('meetings')} AND meetings.id = ${$.meeting}`,
});

/** Holds what a meeting shows of its note: minutes and action items are written under this lock. */
export const lockNote = ownedStatement({
  name: 'minutes.lock_note',
  values: ofMeeting,
  columns: { status: words<MeetingStatus>(), generation: integer, transcribed: boolean },
  sql: ({ $, own }) => sql`SELECT meetings.status, meetings.generation,
      EXISTS (SELECT FROM transcripts WHERE ${own('transcripts')} AND transcripts.meeting_id = meetings.id) AS transcribed
    FROM meetings WHERE ${own('meetings')} AND meetings.id = ${$.meeting} FOR NO KEY UPDATE OF meetings`,
});

/** What a version says. */
export const content = {
  summary: nullable(text),
  summaryPoints: nullable(jsonb<KeyPoint[]>()),
  keyPoints: nullable(jsonb<KeyPoint[]>()),
  unsupportedPoints: nullable(integer),
};

const contentColumns = `v.summary, v.summary_points AS "summaryPoints", v.key_points AS "keyPoints",
      v.unsupported_points AS "unsupportedPoints"`;

const minutes = {
  id: uuid,
  number: integer,
  templateId: nullable(uuid),
  language: nullable(text),
  audience: nullable(text),
  status: words<MeetingStatus>(),
  error: nullable(jsonb<MeetingError>()),
  shownVersion: nullable(integer),
  newestVersion: integer,
  createdAt: timestamp,
  updatedAt: timestamp,
};
export type MinutesRow = RowOf<typeof minutes>;

const minutesColumns = `m.id, m.number, m.template_id AS "templateId", m.language, m.audience, m.status, m.error,
      m.shown_version AS "shownVersion", m.newest_version AS "newestVersion", m.created_at AS "createdAt",
      m.updated_at AS "updatedAt"`;

/** All minutes of a meeting, the first one first. */
export const listMinutes = ownedStatement({
  name: 'minutes.list',
  values: ofMeeting,
  columns: minutes,
  sql: ({ $, own }) => sql`SELECT ${minutesColumns} FROM minutes m
    WHERE ${own('minutes', 'm')} AND m.meeting_id = ${$.meeting} ORDER BY m.number`,
});

const version = {
  number: integer,
  authorId: nullable(integer),
  restoredFrom: nullable(integer),
  restoredBy: nullable(integer),
  generation: integer,
  createdAt: timestamp,
};
export type VersionRow = RowOf<typeof version>;
export type ContentRow = RowOf<typeof content>;

const versionColumns = `v.number, v.author_id AS "authorId", v.restored_from AS "restoredFrom",
      v.restored_by AS "restoredBy", v.generation, v.created_at AS "createdAt"`;

/** The newest first. */
export const listVersions = ownedStatement({
  name: 'minutes.list_versions',
  values: { minutes: uuid, ...ofMeeting },
  columns: version,
  sql: ({ $, own }) => sql`SELECT ${versionColumns} FROM minutes_versions v
    WHERE ${own('minutes_versions', 'v')} AND v.meeting_id = ${$.meeting} AND v.minutes_id = ${$.minutes}
    ORDER BY v.number DESC`,
});

export const findVersion = ownedStatement({
  name: 'minutes.find_version',
  values: { minutes: uuid, ...ofMeeting, number: integer },
  columns: { ...version, ...content },
  sql: ({ $, own }) => sql`SELECT ${versionColumns}, ${contentColumns} FROM minutes_versions v
    WHERE ${own('minutes_versions', 'v')} AND v.meeting_id = ${$.meeting} AND v.minutes_id = ${$.minutes}
      AND v.number = ${$.number}`,
});

export const insertMinutes = ownedStatement({
  name: 'minutes.insert',
  values: {
    id: uuid,
    ...ofMeeting,
    number: integer,
    templateId: nullable(uuid),
    language: nullable(text),
    audience: nullable(text),
    createdBy: nullable(integer),
  },
  columns: {},
  sql: ({
    $,
    own,
    workspace,
  }) => sql`INSERT INTO minutes (id, workspace_id, meeting_id, number, template_id, language,
      audience, created_by)
    SELECT ${$.id}, ${workspace}, meetings.id, ${$.number}, ${$.templateId}, ${$.language}, ${$.audience}, ${$.createdBy}
    FROM meetings WHERE ${own('meetings')} AND meetings.id = ${$.meeting} ON CONFLICT DO NOTHING`,
});

/** They are being made again. */
export const askAgain = ownedStatement({
  name: 'minutes.ask_again',
  values: {
    minutes: uuid,
    templateId: nullable(uuid),
    language: nullable(text),
    audience: nullable(text),
    replaceEdits: boolean,
  },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE minutes SET status = 'PENDING', error = NULL, template_id = ${$.templateId},
      language = ${$.language}, audience = ${$.audience}, replace_edits = ${$.replaceEdits}, updated_at = now()
    WHERE ${own('minutes')} AND id = ${$.minutes}`,
});

/** A version behind the newest one. */
export const insertVersion = ownedStatement({
  name: 'minutes.insert_version',
  values: {
    id: uuid,
    minutes: uuid,
    ...content,
    actionItems: nullable(jsonb<ActionItem[]>()),
    authorId: nullable(integer),
    restoredFrom: nullable(integer),
    restoredBy: nullable(integer),
  },
  columns: { number: integer },
  sql: ({ $, own, workspace }) => sql`
    WITH counted AS (
      UPDATE minutes SET newest_version = newest_version + 1, updated_at = now()
      WHERE ${own('minutes')} AND id = ${$.minutes} RETURNING id, meeting_id, newest_version
    )
    INSERT INTO minutes_versions (id, workspace_id, meeting_id, minutes_id, number, summary, summary_points, key_points,
      unsupported_points, action_items, author_id, restored_from, restored_by, generation)
    SELECT ${$.id}, ${workspace}, counted.meeting_id, counted.id, counted.newest_version, ${$.summary},
      ${$.summaryPoints}, ${$.keyPoints}, ${$.unsupportedPoints}, ${$.actionItems}, ${$.authorId}, ${$.restoredFrom},
      ${$.restoredBy}, meetings.generation
    FROM counted JOIN meetings ON ${own('meetings')} AND meetings.id = counted.meeting_id
    ON CONFLICT DO NOTHING RETURNING number`,
});

/** What is asked of a machine meanwhile goes on, and no longer takes the place of what a person wrote since. */
export const showVersion = ownedStatement({
  name: 'minutes.show_version',
  values: { minutes: uuid, number: integer },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE minutes SET shown_version = ${$.number}, error = NULL, replace_edits = false,
      status = CASE WHEN status IN ('PENDING', 'PROCESSING') THEN status ELSE 'COMPLETED' END
    WHERE ${own('minutes')} AND id = ${$.minutes}`,
});

/** Shows a version of the first minutes as the note of the meeting; the trigger that takes notes in leaves it alone. */
export const showNote = ownedStatement({
  name: 'minutes.show_note',
  values: { ...ofMeeting, ...content },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE meetings SET summary = ${$.summary}, summary_points = ${$.summaryPoints},
      key_points = ${$.keyPoints}, unsupported_points = ${$.unsupportedPoints}, note_edits = note_edits + 1,
      updated_at = now()
    WHERE ${own('meetings')} AND id = ${$.meeting}`,
});

/** Shows the action items in the note of the meeting as their rows are now. */
export const showActionItems = ownedStatement({
  name: 'minutes.show_action_items',
  values: ofMeeting,
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE meetings SET action_items = shown_action_items(id), note_edits = note_edits + 1,
      updated_at = now()
    WHERE ${own('meetings')} AND id = ${$.meeting}`,
});

/** Whether the next note of a machine takes the place of what a person wrote. */
export const letReplace = ownedStatement({
  name: 'minutes.let_replace',
  values: { ...ofMeeting, replace: boolean },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE minutes SET replace_edits = ${$.replace}
    WHERE ${own('minutes')} AND meeting_id = ${$.meeting} AND number = 1`,
});
