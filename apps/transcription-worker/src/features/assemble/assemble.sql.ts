import {
  boolean,
  integer,
  jsonb,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type Reprocess,
} from '@memo/entities';
import type { Coverage, Segment, SegmentWords, Speaker } from '@memo/transcript';

/** Keeps a generation, and makes it what is read. Where there is a transcript already, it is this one from now on. */
export const saveGeneration = ownedStatement({
  name: 'assemble.save_generation',
  values: {
    id: uuid,
    transcript: uuid,
    meeting: uuid,
    generation: integer,
    segments: jsonb<Segment[]>(),
    words: jsonb<SegmentWords[]>(),
    provider: text,
    model: text,
    coverage: jsonb<Coverage>(),
  },
  columns: {},
  sql: ({ $, workspace }) => sql`
  WITH made AS (
    INSERT INTO transcript_generations (id, workspace_id, meeting_id, generation, segments, words, provider, model, coverage)
    VALUES (${$.id}, ${workspace}, ${$.meeting}, ${$.generation}, ${$.segments}, ${$.words}, ${$.provider}, ${$.model},
      ${$.coverage})
    RETURNING id, workspace_id, meeting_id, segments, provider, model, coverage
  )
  INSERT INTO transcripts AS kept (id, workspace_id, meeting_id, generation_id, segments, next_segment_id, provider, model,
    coverage)
  SELECT ${$.transcript}, workspace_id, meeting_id, id, segments, jsonb_array_length(segments), provider, model, coverage
  FROM made
  ON CONFLICT (meeting_id) DO UPDATE SET generation_id = excluded.generation_id, segments = excluded.segments,
    -- Never less: should an earlier generation be read again one day, an id that was given in it is not given anew.
    next_segment_id = greatest(kept.next_segment_id, excluded.next_segment_id), provider = excluded.provider,
    model = excluded.model, coverage = excluded.coverage, created_at = excluded.created_at
  WHERE kept.workspace_id = ${workspace}`,
});

/** Keeps a generation that is made beside the one that is shown, which stays what is read. */
export const saveBeside = ownedStatement({
  name: 'assemble.save_beside',
  values: {
    id: uuid,
    meeting: uuid,
    generation: integer,
    segments: jsonb<Segment[]>(),
    words: jsonb<SegmentWords[]>(),
    speakers: jsonb<Speaker[]>(),
    provider: text,
    model: text,
    coverage: jsonb<Coverage>(),
    needsReview: boolean,
  },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
  INSERT INTO transcript_generations (id, workspace_id, meeting_id, generation, segments, words, speakers, provider, model,
    coverage, needs_review)
  SELECT ${$.id}, ${workspace}, id, ${$.generation}, ${$.segments}, ${$.words}, ${$.speakers}, ${$.provider}, ${$.model},
    ${$.coverage}, ${$.needsReview}
  FROM meetings WHERE ${own('meetings')} AND id = ${$.meeting} AND next_generation = ${$.generation}`,
});

/** The transcript that is shown, where the claim's generation is to fill its gaps. */
export const findToBeat = ownedStatement({
  name: 'assemble.find_to_beat',
  values: { meeting: uuid, generation: integer },
  columns: { from: words<Reprocess['from']>(), transcribedMs: integer },
  sql: ({ $, own }) => sql`SELECT meetings.reprocess ->> 'from' AS "from",
      (transcripts.coverage ->> 'transcribed_ms')::int AS "transcribedMs"
    FROM meetings JOIN transcripts ON transcripts.meeting_id = meetings.id
    WHERE ${own('meetings')} AND ${own('transcripts')} AND meetings.id = ${$.meeting}
      AND meetings.next_generation = ${$.generation} AND meetings.reprocess ->> 'from' IN ('gaps', 'transcribe')
      AND transcripts.coverage IS NOT NULL`,
});
