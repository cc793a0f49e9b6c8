import { integer, jsonb, nullable, ownedStatement, sql, uuid } from '@memo/entities';
import { hintColumns, hintRow, withGeneration } from '../../recognition/speech-hints.sql.ts';

/** What is known of a chunk of a generation that is made beside the one that is shown. */
export interface ChunkBeside {
  /** Whether the generation is still made: nobody is to be asked about a whole chunk for one that was given up. */
  wanted: boolean;
  /** Whether its gaps alone are asked about; else all of it. */
  fillsGaps: boolean;
  /** What `transcribe` left there in the generation that is shown. */
  result: unknown;
  /** As in `AskedChunk`. */
  rounds: number[];
}

/**
 * What `prepare` left, what is known of who speaks, and what a generation that is made beside the one that is shown begins
 * with; null for the one that is shown. Rounds are the generations after the first, whatever became of them: what one of
 * them asked may be answered.
 */
export const readChunk = ownedStatement({
  name: 'transcribe.read_chunk',
  values: { meetingId: uuid, generation: integer, part: integer },
  columns: {
    ...hintRow,
    prepared: nullable(jsonb<unknown>()),
    beside: nullable(jsonb<ChunkBeside>()),
  },
  sql: ({ $, own }) => sql`SELECT ${hintColumns},
      (SELECT result FROM stage_runs prepared WHERE ${own('stage_runs', 'prepared')} AND prepared.meeting_id = meetings.id
        AND prepared.generation = ${$.generation} AND prepared.stage = 'prepare' AND prepared.status = 'succeeded') AS prepared,
      CASE WHEN meetings.generation <> ${$.generation} THEN jsonb_build_object(
        'wanted', coalesce(meetings.next_generation = ${$.generation}, false),
        'fillsGaps', coalesce(meetings.reprocess ->> 'from' = 'gaps', false),
        'result', (SELECT result FROM stage_runs shown WHERE ${own('stage_runs', 'shown')}
          AND shown.meeting_id = meetings.id AND shown.generation = meetings.generation
          AND shown.stage = 'transcribe' AND shown.part = ${$.part} AND shown.status = 'succeeded'),
        'rounds', to_jsonb(ARRAY(SELECT generate_series(2, ${$.generation})))) END AS beside
    FROM ${withGeneration(own('meeting_generations', 'made'), $.generation)}
    WHERE ${own('meetings')} AND meetings.id = ${$.meetingId}`,
});
