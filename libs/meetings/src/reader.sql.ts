import { meetingColumns, visibleMeeting } from './meeting-rows.ts';

const transcript = `LEFT JOIN transcripts ON transcripts.meeting_id = meetings.id
    AND transcripts.workspace_id = meetings.workspace_id`;

/**
 * Joins `partial` to meetings without a transcript: a finished one wins, and what is left of an earlier run of the
 * meeting does not count.
 */
const transcriptOrPartial = `${transcript}
  LEFT JOIN partial_transcripts partial ON transcripts.id IS NULL AND partial.meeting_id = meetings.id
    AND partial.workspace_id = meetings.workspace_id AND partial.generation = meetings.generation`;

/**
 * A column of segments without the times of their words; null where it is. Of a long meeting these are most of it, and
 * reading them would keep the process from answering anybody else for half a second.
 */
const withoutWords = (column: string): string =>
  `CASE WHEN ${column} IS NOT NULL THEN (
     SELECT coalesce(jsonb_agg(segment || '{"words": []}' ORDER BY position), '[]')
     FROM jsonb_array_elements(${column}) WITH ORDINALITY AS listed (segment, position)) END`;

// Ids sort by time of creation, and speakers are made in order of first speaking.
const details = `${meetingColumns}, summary_points, unsupported_points, analytics_data, completed_at,
    provider, model, coverage,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'name', name) ORDER BY id), '[]')
     FROM meeting_speakers WHERE workspace_id = $1 AND meeting_id = $2) AS speakers`;

// Each is one statement, because it sees one moment: between two, a transcript could be finished, and neither its words
// nor those of before be found; or names and note could be those of another transcript. $1 is the workspace, $2 the meeting.

/** As it is shown: with what is transcribed so far. */
export const shownMeeting = `
  SELECT ${details}, ${withoutWords('transcripts.segments')} AS segments,
    ${withoutWords('partial.segments')} AS partial_segments, partial.speakers AS partial_speakers,
    chunks_done, chunks_total, covered_ms
  FROM meetings ${transcriptOrPartial}
  WHERE ${visibleMeeting} AND meetings.id = $2`;

/** With its transcript when that is finished, word by word. */
export const wordedMeeting = `
  SELECT ${details}, transcripts.segments FROM meetings ${transcript}
  WHERE ${visibleMeeting} AND meetings.id = $2`;

/** The same without the times of words. */
export const wordlessMeeting = `
  SELECT ${details}, ${withoutWords('transcripts.segments')} AS segments FROM meetings ${transcript}
  WHERE ${visibleMeeting} AND meetings.id = $2`;

/** Many at once, each in a workspace of its own: $1 are the workspaces, $2 the meetings. */
export const meetingStates = `
  SELECT meetings.id, status, analytics_status, dashboard_status, error, needs_review, playback_key, updated_at,
    CASE WHEN partial.id IS NOT NULL THEN jsonb_build_object('chunks_done', chunks_done,
      'chunks_total', chunks_total, 'covered_ms', covered_ms) END AS partial
  FROM unnest($1::uuid[], $2::uuid[]) AS watched (workspace_id, meeting_id)
  JOIN meetings ON meetings.id = watched.meeting_id
    AND meetings.workspace_id = watched.workspace_id AND meetings.deleted_at IS NULL
  ${transcriptOrPartial}`;

/** Its transcript's row, which nobody replaces until the transaction ends. */
export const heldTranscript =
  'SELECT 1 FROM transcripts WHERE workspace_id = $1 AND meeting_id = $2 FOR SHARE';
