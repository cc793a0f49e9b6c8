import { integer, jsonb, ownedStatement, sql, uuid, words, type Stage } from '@memo/entities';

export const readResults = ownedStatement({
  name: 'pipeline.read_results',
  values: { meetingId: uuid, generation: integer, stage: words<Stage>() },
  columns: { result: jsonb<unknown>() },
  sql: ({ $, own }) => sql`SELECT result FROM stage_runs
    WHERE ${own('stage_runs')} AND meeting_id = ${$.meetingId} AND generation = ${$.generation}
      AND stage = ${$.stage} AND status = 'succeeded' ORDER BY part`,
});
