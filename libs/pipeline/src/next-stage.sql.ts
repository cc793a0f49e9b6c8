import { integer, ownedStatement, sql, uuid, words, type Stage } from '@memo/entities';

export const lockMeeting = ownedStatement({
  name: 'pipeline.lock_meeting',
  values: { meetingId: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) =>
    sql`SELECT id FROM meetings WHERE ${own('meetings')} AND id = ${$.meetingId} FOR UPDATE`,
});

export const countOpen = ownedStatement({
  name: 'pipeline.count_open',
  values: { meetingId: uuid, generation: integer, stage: words<Stage>() },
  columns: { open: integer },
  sql: ({ $, own }) => sql`SELECT count(*)::int AS open FROM stage_runs
    WHERE ${own('stage_runs')} AND meeting_id = ${$.meetingId} AND generation = ${$.generation}
      AND stage = ${$.stage} AND status <> 'succeeded'`,
});
