import { boolean, jsonb, integer, nullable, ownedStatement, sql, text, uuid } from '@memo/entities';
import type { Coverage, Segment, Speaker } from '@memo/transcript';

const generation = { meeting: uuid, generation: integer };

/** The transcript of a generation that is made beside the one that is shown; null for any other. */
export const findBeside = ownedStatement({
  name: 'summarize.find_beside',
  values: generation,
  columns: {
    segments: jsonb<Segment[]>(),
    speakers: jsonb<Speaker[]>(),
    provider: text,
    model: text,
    coverage: nullable(jsonb<Coverage>()),
    needsReview: boolean,
  },
  sql: ({
    $,
    own,
  }) => sql`SELECT made.segments, made.speakers, made.provider, made.model, made.coverage,
      made.needs_review AS "needsReview"
    FROM meetings JOIN transcript_generations made ON made.meeting_id = meetings.id
      AND made.generation = meetings.next_generation
    WHERE ${own('meetings')} AND ${own('transcript_generations', 'made')} AND meetings.id = ${$.meeting}
      AND meetings.next_generation = ${$.generation} AND made.speakers IS NOT NULL`,
});

/** What is shown at this moment: who its speakers are, and when they speak. */
export const findNamed = ownedStatement({
  name: 'summarize.find_named',
  values: { meeting: uuid },
  columns: {
    segments: jsonb<Segment[]>(),
    speakers:
      jsonb<
        { key: string; side: number | null; name: string | null; profileId: string | null }[]
      >(),
  },
  sql: ({ $, own }) => sql`SELECT segments,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'side', side, 'name', name, 'profileId', profile_id)), '[]')
       FROM meeting_speakers WHERE ${own('meeting_speakers')} AND meeting_id = ${$.meeting}) AS speakers
    FROM transcripts WHERE ${own('transcripts')} AND meeting_id = ${$.meeting}`,
});

/** Makes a generation what is read. Ids that were given are not given anew. */
export const showBeside = ownedStatement({
  name: 'summarize.show_beside',
  values: generation,
  columns: {},
  sql: ({ $, own }) => sql`UPDATE transcripts SET generation_id = made.id, segments = made.segments,
      edited_words = NULL, lineage = NULL, last_edit_id = NULL,
      next_segment_id = greatest(next_segment_id, jsonb_array_length(made.segments)), provider = made.provider,
      model = made.model, coverage = made.coverage, created_at = made.created_at
    FROM transcript_generations made
    WHERE ${own('transcripts')} AND ${own('transcript_generations', 'made')} AND transcripts.meeting_id = ${$.meeting}
      AND made.meeting_id = transcripts.meeting_id AND made.generation = ${$.generation} AND made.speakers IS NOT NULL`,
});

/** Holds the meeting while it is being made; no other transaction changes it until this one ends. */
export const lockBeside = ownedStatement({
  name: 'summarize.lock_beside',
  values: generation,
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM meetings
    WHERE ${own('meetings')} AND id = ${$.meeting} AND next_generation = ${$.generation} FOR NO KEY UPDATE`,
});

/** Which generation of a meeting is shown, which is made beside it, and from which stage on. */
export const findState = ownedStatement({
  name: 'summarize.find_state',
  values: { meeting: uuid },
  columns: { generation: integer, nextGeneration: nullable(integer), from: nullable(text) },
  sql: ({
    $,
    own,
  }) => sql`SELECT generation, next_generation AS "nextGeneration", reprocess ->> 'from' AS from
    FROM meetings WHERE ${own('meetings')} AND id = ${$.meeting}`,
});

/** Shows what was prepared anew for a generation; what was taken over is shown already. */
export const showPrepared = ownedStatement({
  name: 'summarize.show_prepared',
  values: generation,
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings SET duration_ms = (run.result ->> 'durationMs')::int,
      playback_key = coalesce(run.result ->> 'playbackKey', playback_key)
    FROM stage_runs run
    WHERE ${own('meetings')} AND ${own('stage_runs', 'run')} AND meetings.id = ${$.meeting}
      AND run.meeting_id = meetings.id AND run.generation = ${$.generation} AND run.stage = 'prepare'
      AND run.result ? 'durationMs'`,
});
