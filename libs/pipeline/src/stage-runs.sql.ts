import {
  arrayOf,
  integer,
  ownedStatement,
  sql,
  uuid,
  words,
  type Sql,
  type Stage,
} from '@memo/entities';

interface NewRuns<Tenanted extends boolean> {
  /** SQL: rows of a meeting, under the alias `m`, and nothing that is called `run`, `before` or `new`. */
  from: Sql<Tenanted>;
  /** The condition on other runs that are looked at, by their alias. */
  own: (alias: 'before' | 'run') => Sql;
  workspace: Sql;
  stage: Sql | string;
  generation: Sql | string;
  ids: Sql<false>;
}

/**
 * Parts fall due one after the other. ON CONFLICT alone would wait for a transaction that is just ending a run that
 * exists, and that transaction may wait for this meeting's row. Epochs go on where earlier generations left off: objects
 * in storage are named by them.
 */
export function newRuns<Tenanted extends boolean>({
  from,
  own,
  workspace,
  stage,
  generation,
  ids,
}: NewRuns<Tenanted>): Sql<Tenanted> {
  return sql`INSERT INTO stage_runs (id, workspace_id, user_id, meeting_id, stage, generation, part, due_at, epoch)
    SELECT new.id, ${workspace}, m.user_id, m.id, ${stage}, ${generation}, ordinality - 1,
      now() + (ordinality - 1) * interval '1 microsecond',
      coalesce((SELECT max(epoch) FROM stage_runs before WHERE ${own('before')}
        AND before.meeting_id = m.id AND before.stage = ${stage} AND before.part = ordinality - 1), 0)
    FROM ${from} CROSS JOIN unnest(${ids}) WITH ORDINALITY AS new (id)
    WHERE NOT EXISTS (
      SELECT 1 FROM stage_runs run WHERE ${own('run')} AND run.meeting_id = m.id
        AND run.stage = ${stage} AND run.generation = ${generation} AND run.part = ordinality - 1)
    ON CONFLICT DO NOTHING` as Sql<Tenanted>;
}

export const insertRuns = ownedStatement({
  name: 'pipeline.insert_runs',
  values: { ids: arrayOf(uuid), meetingId: uuid, stage: words<Stage>(), generation: integer },
  columns: {},
  sql: ({ $, own, workspace }) =>
    newRuns({
      from: sql`(SELECT id, user_id FROM meetings WHERE ${own('meetings')} AND id = ${$.meetingId}) AS m`,
      own: (alias) => own('stage_runs', alias),
      ...{ workspace, stage: $.stage, generation: $.generation, ids: $.ids },
    }),
});

/** Only once the meeting is deleted. */
export const deleteWaitingRuns = ownedStatement({
  name: 'pipeline.delete_waiting_runs',
  values: { meetingId: uuid },
  columns: {},
  sql: ({ $, own }) => sql`DELETE FROM stage_runs
    WHERE ${own('stage_runs')} AND meeting_id = ${$.meetingId} AND status = 'queued'
      AND NOT EXISTS (SELECT 1 FROM meetings WHERE ${own('meetings')} AND meetings.id = ${$.meetingId})`,
});
