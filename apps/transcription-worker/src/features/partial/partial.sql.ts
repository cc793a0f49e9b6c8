import { integer, jsonb, ownedStatement, sql, uuid } from '@memo/entities';
import type { Segment, Speaker } from '@memo/transcript';

const run = { meeting: uuid, generation: integer };

export const chunksShown = ownedStatement({
  name: 'partial.chunks_shown',
  values: run,
  columns: { chunks_done: integer },
  sql: ({ $, own }) => sql`SELECT chunks_done FROM partial_transcripts
    WHERE ${own('partial_transcripts')} AND meeting_id = ${$.meeting} AND generation = ${$.generation}`,
});

/**
 * What chunks left, from the first on, up to the first that is not transcribed; nothing of a generation that is made
 * beside the one that is shown.
 */
export const firstTranscribed = ownedStatement({
  name: 'partial.first_transcribed',
  values: run,
  columns: { result: jsonb<unknown>() },
  sql: ({ $, own }) => sql`
  SELECT result FROM (
    SELECT part, result, bool_and(status = 'succeeded') OVER (ORDER BY part) AS so_far
    FROM stage_runs
    WHERE ${own('stage_runs')} AND meeting_id = ${$.meeting} AND generation = ${$.generation} AND stage = 'transcribe'
      AND EXISTS (SELECT FROM meetings WHERE ${own('meetings')} AND meetings.id = ${$.meeting}
        AND meetings.generation = ${$.generation})
  ) AS runs WHERE so_far ORDER BY part`,
});

/** Its meeting while it is of this generation, which no other transaction changes until this one ends. */
export const lockMeeting = ownedStatement({
  name: 'partial.lock_meeting',
  values: run,
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM meetings
    WHERE ${own('meetings')} AND id = ${$.meeting} AND generation = ${$.generation} FOR NO KEY UPDATE`,
});

/** Only more than is shown takes its place, and nothing once the transcript is there. */
export const showPartial = ownedStatement({
  name: 'partial.show',
  values: {
    ...run,
    id: uuid,
    segments: jsonb<Segment[]>(),
    speakers: jsonb<Speaker[]>(),
    chunksDone: integer,
    chunksTotal: integer,
    coveredMs: integer,
  },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
  INSERT INTO partial_transcripts AS shown (id, workspace_id, meeting_id, generation, segments, speakers,
    chunks_done, chunks_total, covered_ms)
  SELECT ${$.id}, ${workspace}, ${$.meeting}, ${$.generation}, ${$.segments}, ${$.speakers},
    ${$.chunksDone}, ${$.chunksTotal}, ${$.coveredMs}
  WHERE NOT EXISTS (SELECT 1 FROM stage_runs WHERE ${own('stage_runs')} AND meeting_id = ${$.meeting}
    AND generation = ${$.generation} AND stage = 'assemble' AND status = 'succeeded')
  ON CONFLICT (meeting_id) DO UPDATE SET generation = excluded.generation, segments = excluded.segments,
    speakers = excluded.speakers, chunks_done = excluded.chunks_done,
    chunks_total = excluded.chunks_total, covered_ms = excluded.covered_ms
  WHERE (shown.generation, shown.chunks_done) < (excluded.generation, excluded.chunks_done)`,
});
