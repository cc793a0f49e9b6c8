import {
  boolean,
  jsonb,
  integer,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  type ActionItem,
} from '@memo/entities';
import { content } from './minutes.sql.ts';

// What the machine writes, and what it reads to do so.

const ofMeeting = { meeting: uuid };

/** What was made of minutes, whichever version is shown. */
export const endMaking = ownedStatement({
  name: 'minutes.end_making',
  values: { minutes: uuid },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE minutes SET status = 'COMPLETED', error = NULL, replace_edits = false, updated_at = now()
    WHERE ${own('minutes')} AND id = ${$.minutes}`,
});

/** A note as a machine wrote it: the trigger makes a version of it, and says which is shown. */
export const writeNote = ownedStatement({
  name: 'minutes.write_note',
  values: {
    ...ofMeeting,
    ...content,
    actionItems: jsonb<ActionItem[]>(),
  },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE meetings SET summary = ${$.summary}, summary_points = ${$.summaryPoints},
      key_points = ${$.keyPoints}, unsupported_points = ${$.unsupportedPoints}, action_items = ${$.actionItems},
      updated_at = now()
    WHERE ${own('meetings')} AND id = ${$.meeting}`,
});

/** Says that what is delivered of the note is another one than before. */
export const countEdit = ownedStatement({
  name: 'minutes.count_edit',
  values: ofMeeting,
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings SET note_edits = note_edits + 1
    WHERE ${own('meetings')} AND id = ${$.meeting}`,
});

/** For the worker: how minutes are to be made. */
export const findAsked = ownedStatement({
  name: 'minutes.find_asked',
  values: { ...ofMeeting, number: integer },
  columns: {
    id: uuid,
    language: nullable(text),
    audience: nullable(text),
    replaceEdits: boolean,
    isEdited: boolean,
    transcriptionPrompt: nullable(text),
    summaryPrompt: nullable(text),
    keyPointsPrompt: nullable(jsonb<string[]>()),
    speakerDiarization: nullable(text),
  },
  sql: ({ $, own }) => sql`SELECT m.id, m.language, m.audience, m.replace_edits AS "replaceEdits",
      coalesce(v.author_id IS NOT NULL, false) AS "isEdited",
      template.transcription_prompt AS "transcriptionPrompt", template.summary_prompt AS "summaryPrompt",
      template.key_points_prompt AS "keyPointsPrompt", template.speaker_diarization AS "speakerDiarization"
    FROM minutes m JOIN meetings ON ${own('meetings')} AND meetings.id = m.meeting_id
    LEFT JOIN minutes_versions v ON ${own('minutes_versions', 'v')} AND v.minutes_id = m.id
      AND v.number = m.shown_version
    LEFT JOIN templates template ON (template.workspace_id IS NULL OR ${own('templates', 'template')})
      AND template.id = coalesce(m.template_id, meetings.template_id)
    WHERE ${own('minutes', 'm')} AND m.meeting_id = ${$.meeting} AND m.number = ${$.number}`,
});
