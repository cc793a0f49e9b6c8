import { ownedStatement, sql, uuid } from '@memo/entities';

// Rows of the old form, which release 0.2.0 writes, have the words in their segments and point at no generation. They
// are known here and nowhere else. They are rewritten only by a statement that changes their transcript (ADR 23).

/**
 * SQL: segments without the times of their words; null where the column is. Of a long meeting these are most of it, and
 * reading them would keep the process from answering any other request for half a second.
 */
export const withoutWords = (column: string): string =>
  `CASE WHEN ${column} IS NOT NULL THEN (
     SELECT coalesce(jsonb_agg(segment || '{"words": []}' ORDER BY position), '[]')
     FROM jsonb_array_elements(${column}) WITH ORDINALITY AS listed (segment, position)) END`;

/** SQL: the segments of a transcript's row without the times of their words; null where there is no row. */
export const segmentsOf = (row: string): string =>
  `CASE WHEN ${row}.generation_id IS NOT NULL THEN ${row}.segments
     ELSE ${withoutWords(`${row}.segments`)} END`;

const words = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', segment -> 'id', 'words', segment -> 'words')
      ORDER BY position) FILTER (WHERE segment -> 'words' <> '[]'), '[]')
    FROM jsonb_array_elements(transcripts.segments) WITH ORDINALITY AS listed (segment, position))`;

/** SQL: the words of a transcript's row by segment, as the machine heard them. @param machine its generation's row. */
export const wordsOf = (machine: string): string =>
  `CASE WHEN ${machine}.id IS NOT NULL THEN ${machine}.words ELSE ${words} END`;

/**
 * Gives a transcript of the old form its generation; changes nothing where it has one. Comes before whatever changes a
 * transcript's segments: until then these are all there is of what the machine recognized, and the ids that were given.
 */
export const adoptOldForm = ownedStatement({
  name: 'meetings.adopt_old_form',
  values: { meeting: uuid },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
  WITH kept AS (
    INSERT INTO transcript_generations (id, workspace_id, meeting_id, segments, words, provider, model, coverage, created_at)
    SELECT id, ${workspace}, meeting_id, ${withoutWords('transcripts.segments')}, ${words},
      provider, model, coverage, created_at
    FROM transcripts
    WHERE ${own('transcripts')} AND meeting_id = ${$.meeting} AND generation_id IS NULL FOR UPDATE
    RETURNING id, meeting_id, segments
  )
  UPDATE transcripts SET generation_id = kept.id, segments = kept.segments,
    next_segment_id = jsonb_array_length(kept.segments)
  FROM kept WHERE ${own('transcripts')} AND transcripts.meeting_id = kept.meeting_id`,
});
