import {
  arrayOf,
  boolean,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  uuid,
} from '@memo/entities';

/**
 * What a generation that is made beside the one that is shown begins with; nothing for the one that is shown. Rounds are
 * the generations after the first, whatever became of them: what one of them asked may be answered.
 */
export const findBesideShown = ownedStatement({
  name: 'transcribe.find_beside_shown',
  values: { meetingId: uuid, generation: integer, part: integer },
  columns: {
    wanted: boolean,
    fillsGaps: boolean,
    result: nullable(jsonb<unknown>()),
    rounds: arrayOf(integer),
  },
  sql: ({
    $,
    own,
  }) => sql`SELECT coalesce(meetings.next_generation = ${$.generation}, false) AS wanted,
      coalesce(meetings.reprocess ->> 'from' = 'gaps', false) AS "fillsGaps", shown.result,
      ARRAY(SELECT generate_series(2, ${$.generation})) AS rounds
    FROM meetings LEFT JOIN stage_runs shown ON ${own('stage_runs', 'shown')} AND shown.meeting_id = meetings.id
      AND shown.generation = meetings.generation AND shown.stage = 'transcribe' AND shown.part = ${$.part}
      AND shown.status = 'succeeded'
    WHERE ${own('meetings')} AND meetings.id = ${$.meetingId} AND meetings.generation <> ${$.generation}`,
});
