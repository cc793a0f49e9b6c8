import {
  integer,
  jsonb,
  nullable,
  ownedStatement,
  smallint,
  sql,
  text,
  uuid,
} from '@memo/entities';
import type { Coverage, Segment, SegmentWords } from '@memo/transcript';

/**
 * The segments of the transcript that is there, as they are now. Until the transaction ends no other transaction holds,
 * edits or replaces it: a request that names its speakers meanwhile comes before or after.
 */
export const lockTranscript = ownedStatement({
  name: 'assemble.lock_transcript',
  values: { meeting: uuid },
  columns: { segments: jsonb<Segment[]>() },
  sql: ({ $, own }) => sql`SELECT segments FROM transcripts
    WHERE ${own('transcripts')} AND meeting_id = ${$.meeting} FOR UPDATE`,
});

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

/** Removes the speakers of an earlier run, and says what they were called. */
export const removeSpeakers = ownedStatement({
  name: 'assemble.remove_speakers',
  values: { meeting: uuid },
  columns: {
    key: text,
    side: nullable(smallint),
    name: nullable(text),
    profileId: nullable(uuid),
  },
  sql: ({ $, own }) => sql`DELETE FROM meeting_speakers
    WHERE ${own('meeting_speakers')} AND meeting_id = ${$.meeting}
    RETURNING key, side, name, profile_id AS "profileId"`,
});
