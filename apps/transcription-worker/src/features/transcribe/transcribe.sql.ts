import { arrayOf, integer, jsonb, ownedStatement, sql, uuid } from '@memo/entities';

/** Rounds are the generations after the first, whatever became of them: what one of them asked may be answered. */
export const findToFill = ownedStatement({
  name: 'transcribe.find_to_fill',
  values: { meetingId: uuid, generation: integer, part: integer },
  columns: { result: jsonb<unknown>(), rounds: arrayOf(integer) },
  sql: ({ $, own }) => sql`SELECT shown.result,
      ARRAY(SELECT generate_series(2, ${$.generation})) AS rounds
    FROM meetings JOIN stage_runs shown ON shown.meeting_id = meetings.id AND shown.generation = meetings.generation
    WHERE ${own('meetings')} AND ${own('stage_runs', 'shown')} AND meetings.id = ${$.meetingId}
      AND meetings.next_generation = ${$.generation} AND meetings.reprocess ->> 'from' = 'gaps'
      AND shown.stage = 'transcribe' AND shown.part = ${$.part} AND shown.status = 'succeeded'`,
});
