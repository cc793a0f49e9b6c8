import {
  arrayOf,
  boolean,
  float,
  integer,
  jsonb,
  nullable,
  openStatement,
  sql,
  uuid,
  words,
  type RunError,
  type RunStatus,
  type Sql,
  text,
} from '@memo/entities';
import { waitedMs, type Spec } from './waiting.ts';

const fence = 'the id of a run and its epoch, which only its holder has, are the fence';

const holder = { runId: uuid, epoch: integer };

/** Only the run's holder may write, and only while it is wanted. */
export const held = (
  { wanted }: Pick<Spec, 'wanted'>,
  { runId, epoch }: { runId: Sql<false>; epoch: Sql<false> },
) =>
  sql`run.id = ${runId} AND run.epoch = ${epoch} AND run.status = 'running' AND ${wanted('run')}`;

/**
 * Extends the leases of one process. A run that a transaction is writing is passed over, so that nothing waits here and
 * no other lease runs out meanwhile; it is not lost for that.
 */
export const renewAll = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.renew_all`,
    acrossWorkspaces: fence,
    values: { runIds: arrayOf(uuid), epochs: arrayOf(integer), leaseMs: integer },
    columns: { runId: uuid, renewed: boolean, lost: boolean },
    sql: ({ $ }) => {
      const isHeld = sql`run.id = held.id AND run.epoch = held.epoch AND run.status = 'running' AND ${spec.wanted('run')}`;
      return sql`WITH held AS (
  SELECT * FROM unnest(${$.runIds}, ${$.epochs}) AS held (id, epoch)
), free AS (
  SELECT run.id FROM held JOIN ${spec.table} AS run ON ${isHeld} ORDER BY run.id FOR UPDATE OF run SKIP LOCKED
), renewed AS (
  UPDATE ${spec.table} AS run SET lease_until = now() + ${$.leaseMs} * interval '1 millisecond'
  FROM free WHERE run.id = free.id RETURNING run.id
)
SELECT held.id AS "runId", EXISTS (SELECT FROM renewed WHERE renewed.id = held.id) AS renewed,
  NOT EXISTS (SELECT FROM ${spec.table} AS run WHERE ${isHeld}) AS lost
FROM held`;
    },
  });

/** Back for later, with what went wrong if something did. */
export const requeue = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.requeue`,
    acrossWorkspaces: fence,
    values: {
      ...holder,
      delayMs: float,
      attempts: integer,
      waitingFor: nullable(text),
      error: nullable(jsonb<RunError>()),
    },
    columns: {},
    sql: ({ $ }) => sql`UPDATE ${spec.table} AS run
SET status = 'queued', lease_until = NULL, queued_at = now(), due_at = now() + ${$.delayMs} * interval '1 millisecond',
  attempts = ${$.attempts}, waiting_for = ${$.waitingFor},
  waits = CASE WHEN ${$.waitingFor} IS NULL THEN 0 WHEN run.waiting_for = ${$.waitingFor} THEN run.waits + 1 ELSE 1 END,
  waited_ms = CASE WHEN run.waiting_for = ${$.waitingFor} THEN ${waitedMs} ELSE 0 END, error = ${$.error} WHERE ${held(spec, $)}`,
  });

/** What makes a run that is held one that has succeeded. */
export const asSucceeded = (result: Sql<false>) =>
  sql`status = 'succeeded', lease_until = NULL, finished_at = now(), result = ${result}, error = NULL`;

export const finish = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.finish`,
    acrossWorkspaces: fence,
    values: {
      ...holder,
      status: words<RunStatus>(),
      result: nullable(jsonb<Record<string, unknown>>()),
      error: nullable(jsonb<RunError>()),
    },
    columns: {},
    sql: ({ $ }) => sql`UPDATE ${spec.table} AS run
SET status = ${$.status}, lease_until = NULL, finished_at = now(), result = ${$.result}, error = ${$.error}
WHERE ${held(spec, $)}`,
  });
