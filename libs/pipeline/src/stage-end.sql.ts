import {
  arrayOf,
  integer,
  joinSql,
  jsonb,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  uuid,
  type Column,
  type Sql,
  type Stage,
} from '@memo/entities';
import { tellOf, type EventRow } from '@memo/journal';
import { asSucceeded, held } from '@memo/ledger';
import { effectOfSuccess, ofEveryStage, ofGeneration } from './meeting-status.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';
import { newRuns } from './stage-runs.sql.ts';
import { ruleOf } from './stages.ts';

type Columns = Readonly<Record<string, Column<unknown>>>;

/** The end of a stage that succeeded, with what it leaves on the row of its meeting. */
export type StageEnd<V extends Columns> = ReturnType<typeof stageEnd<V>>;

interface Leaves<V extends Columns> {
  stage: Stage;
  /** What it leaves. */
  values: V;
  /** SQL: the columns that take it. */
  set?: ($: { readonly [K in keyof V]: Sql<false> }) => Sql;
}

/** What ends these means something for the generation that is shown, and for no other. */
export const endsOfShown: ReadonlySet<Stage> = new Set(['summarize', 'analyze', 'sync']);

/**
 * Makes the statements that end a stage. Export what it returns from a file named `*.sql.ts`: a test has PostgreSQL
 * describe every statement that such a file exports.
 */
export const stageEnd = <V extends Columns>(leaves: Leaves<V>) => ({
  stage: leaves.stage,
  atOnce: atOnce(leaves),
  change: change(leaves),
});

/**
 * Ends a run and does all that follows. Changes nothing where more is to be done than is said here, nor where the run is
 * not held any more: then nothing ends. The run is locked before its meeting, as everywhere. Events are written after
 * the meeting's row, so that of two changes to it the later one is told later.
 */
const atOnce = <V extends Columns>({ stage, values, set }: Leaves<V>) =>
  openStatement({
    name: `pipeline.end_${stage}`,
    acrossWorkspaces: 'the id of a run and its epoch, which only its holder has, are the fence',
    values: {
      ...values,
      runId: uuid,
      epoch: integer,
      result: nullable(jsonb<Record<string, unknown>>()),
      events: jsonb<EventRow[]>(),
      /** Of the next stage's runs. */
      ids: arrayOf(uuid),
    },
    columns: { ended: integer, scheduled: integer },
    sql: ({ $ }) => {
      const changes = changesOf(stage, set?.($));
      const last = changes ? 'changed' : 'ended';
      const told = { from: last, meetingId: 'id', workspace: sql`${last}.workspace_id` };
      return sql`WITH held AS (
  SELECT run.id, run.meeting_id, run.generation FROM stage_runs AS run
  WHERE ${held(stageLedger, $)}${unlessMoreIsToDo(stage)} FOR UPDATE
), meeting AS (
  SELECT meetings.id, meetings.user_id, held.id AS run_id FROM meetings JOIN held ON held.meeting_id = meetings.id
  WHERE meetings.deleted_at IS NULL${endsOfShown.has(stage) && ' AND meetings.generation = held.generation'}
  FOR NO KEY UPDATE OF meetings
), ended AS (
  UPDATE stage_runs AS run SET ${asSucceeded($.result)} FROM meeting WHERE run.id = meeting.run_id
  RETURNING meeting.id, run.workspace_id, meeting.user_id, run.generation
), ${
        changes &&
        sql`changed AS (
  UPDATE meetings SET ${changes} FROM ended
  WHERE meetings.id = ended.id AND meetings.generation = ended.generation RETURNING meetings.id, meetings.workspace_id
), `
      }told AS (
  ${tellOf({ ...told, events: $.events })}
), scheduled AS (
  ${next(stage, $.ids)}
)
SELECT (SELECT count(*) FROM ended)::int AS ended, (SELECT count(*) FROM scheduled)::int AS scheduled`;
    },
  });

/** The change of the meeting by itself; null where there is none. Of a generation that is not shown it changes nothing. */
function change<V extends Columns>({ stage, values, set }: Leaves<V>) {
  if (effectOfSuccess(stage) === null && set === undefined) return null;
  return ownedStatement({
    name: `pipeline.${stage}_succeeded`,
    values: { ...values, ...ofGeneration },
    columns: {},
    sql: ({ $, own }) => sql`UPDATE meetings SET ${changesOf(stage, set?.($))}
      WHERE ${own('meetings')} AND id = ${$.meetingId} AND generation = ${$.generation}`,
  });
}

function changesOf(stage: Stage, left: Sql | undefined): Sql<false> | undefined {
  const effect = effectOfSuccess(stage) ?? undefined;
  if (effect === undefined && left === undefined) return undefined;
  return joinSql([effect, left, 'updated_at = now()'], ', ');
}

/** Of several parts the last one is found under the meeting's lock; a delivery that there is already is to be renewed. */
function unlessMoreIsToDo(stage: Stage): string {
  const others = (which: string) => ` AND NOT EXISTS (SELECT FROM stage_runs AS other
    WHERE other.meeting_id = run.meeting_id AND other.generation = run.generation AND ${which})`;
  if (stage === 'analyze') return others(`other.stage = 'sync'`);
  return ruleOf(stage).parts === 'many'
    ? others('other.stage = run.stage AND other.id <> run.id')
    : '';
}

function next(stage: Stage, ids: Sql<false>): Sql {
  const follower = ruleOf(stage).next;
  if (follower === null) return sql`SELECT 1 FROM ended WHERE false`;
  const runs = newRuns({
    from: sql`ended AS m`,
    own: (alias) => sql`${alias}.workspace_id = m.workspace_id`,
    ...{ workspace: sql`m.workspace_id`, stage: `'${follower}'`, generation: 'm.generation', ids },
  });
  return sql`${runs} RETURNING 1`;
}

/** Of stages that leave nothing on their meeting. */
export const endsWithNothing = ofEveryStage((stage) => stageEnd({ stage, values: {} }));
