import {
  arrayOf,
  jsonb,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  type KeyPoint,
  type Sql,
} from '@memo/entities';
import type { Coverage, Lineage, Segment, SegmentWords, Speaker } from '@memo/transcript';
import {
  meetingRow,
  wholeMeetingColumns,
  wholeMeetingRow,
  type PartialCounts,
} from './meeting-rows.ts';
import { segmentsOf, withoutWords } from './old-form.sql.ts';

// Each is one statement, because it sees one moment: between two, a transcript could be finished, and neither its words
// nor those of before be found; or names and note could be those of another transcript.

const details = {
  ...wholeMeetingRow,
  summary_points: nullable(jsonb<KeyPoint[]>()),
  unsupported_points: nullable(integer),
  analytics_data: nullable(jsonb<Record<string, unknown>>()),
  completed_at: nullable(timestamp),
  generation: integer,
  next_generation: nullable(integer),
  restored: integer,
  note_edits: integer,
  // Null without a transcript.
  provider: nullable(text),
  model: nullable(text),
  coverage: nullable(jsonb<Coverage>()),
  segments: nullable(jsonb<Segment[]>()),
  lineage: nullable(jsonb<Lineage>()),
  edits: integer,
};

const detailColumns = (ownSpeakers: Sql<true>, ownEdits: Sql<true>) =>
  sql`${wholeMeetingColumns(ownSpeakers)}, summary_points, unsupported_points, analytics_data, completed_at, meetings.generation,
    meetings.next_generation, meetings.restored, meetings.note_edits, transcripts.provider, transcripts.model,
    transcripts.coverage, transcripts.lineage, coalesce((SELECT number FROM transcript_edits latest
      WHERE ${ownEdits} AND latest.id = transcripts.last_edit_id), 0) AS edits`;

/** As it is shown: with what is transcribed so far. A finished transcript wins, and earlier runs do not count. */
export const shownMeeting = ownedStatement({
  name: 'meetings.shown',
  values: { id: uuid },
  columns: {
    ...details,
    // Null where nothing is shown, or a transcript is there.
    partial_segments: nullable(jsonb<Segment[]>()),
    partial_speakers: nullable(jsonb<Speaker[]>()),
    chunks_done: nullable(integer),
    chunks_total: nullable(integer),
    covered_ms: nullable(integer),
  },
  sql: ({ $, own }) => sql`
  SELECT ${detailColumns(own('meeting_speakers'), own('transcript_edits', 'latest'))}, ${segmentsOf('transcripts')} AS segments,
    ${withoutWords('partial.segments')} AS partial_segments, partial.speakers AS partial_speakers,
    chunks_done, chunks_total, covered_ms
  FROM meetings
  LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = meetings.id
  LEFT JOIN partial_transcripts partial ON ${own('partial_transcripts', 'partial')} AND transcripts.id IS NULL
    AND partial.meeting_id = meetings.id AND partial.generation = meetings.generation
  WHERE ${own('meetings')} AND meetings.id = ${$.id}`,
});

/**
 * With its transcript when that is finished; the times of words are beside it, or in it where its row is of the old
 * form.
 */
export const wordedMeeting = ownedStatement({
  name: 'meetings.worded',
  values: { id: uuid },
  columns: {
    ...details,
    words: nullable(jsonb<SegmentWords[]>()),
    edited_words: nullable(jsonb<SegmentWords[]>()),
  },
  sql: ({ $, own }) => sql`
  SELECT ${detailColumns(own('meeting_speakers'), own('transcript_edits', 'latest'))}, transcripts.segments,
    machine.words, transcripts.edited_words
  FROM meetings
  LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = meetings.id
  LEFT JOIN transcript_generations machine ON ${own('transcript_generations', 'machine')}
    AND machine.id = transcripts.generation_id
  WHERE ${own('meetings')} AND meetings.id = ${$.id}`,
});

/** The same without the times of words. */
export const wordlessMeeting = ownedStatement({
  name: 'meetings.wordless',
  values: { id: uuid },
  columns: details,
  sql: ({ $, own }) => sql`
  SELECT ${detailColumns(own('meeting_speakers'), own('transcript_edits', 'latest'))}, ${segmentsOf('transcripts')} AS segments
  FROM meetings
  LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = meetings.id
  WHERE ${own('meetings')} AND meetings.id = ${$.id}`,
});

/** Many at once, each in a workspace of its own. */
export const meetingStates = openStatement({
  name: 'meetings.states',
  acrossWorkspaces:
    'Each meeting is looked for in the workspace of who watches it, many in one query.',
  values: { workspaces: arrayOf(uuid), meetings: arrayOf(uuid) },
  columns: {
    id: meetingRow.id,
    status: meetingRow.status,
    analytics_status: meetingRow.analytics_status,
    dashboard_status: meetingRow.dashboard_status,
    error: meetingRow.error,
    needs_review: meetingRow.needs_review,
    playback_key: meetingRow.playback_key,
    updated_at: meetingRow.updated_at,
    partial: nullable(jsonb<PartialCounts>()),
  },
  sql: ({ $ }) => sql`
  SELECT meetings.id, status, analytics_status, dashboard_status, error, needs_review, playback_key, updated_at,
    CASE WHEN partial.id IS NOT NULL THEN jsonb_build_object('chunks_done', chunks_done,
      'chunks_total', chunks_total, 'covered_ms', covered_ms) END AS partial
  FROM unnest(${$.workspaces}, ${$.meetings}) AS watched (workspace_id, meeting_id)
  JOIN meetings ON meetings.id = watched.meeting_id
    AND meetings.workspace_id = watched.workspace_id AND meetings.deleted_at IS NULL
  LEFT JOIN transcripts ON transcripts.meeting_id = meetings.id
    AND transcripts.workspace_id = watched.workspace_id
  LEFT JOIN partial_transcripts partial ON transcripts.id IS NULL AND partial.meeting_id = meetings.id
    AND partial.workspace_id = watched.workspace_id AND partial.generation = meetings.generation`,
});

/** Its transcript's row, which no other transaction replaces until this one ends. */
export const heldTranscript = ownedStatement({
  name: 'meetings.held_transcript',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM transcripts
    WHERE ${own('transcripts')} AND meeting_id = ${$.id} FOR SHARE`,
});
