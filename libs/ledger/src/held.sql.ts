import {
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
} from '@memo/entities';
import type { Spec } from './waiting.ts';

const fence = 'the id of a run and its epoch, which only its holder has, are the fence';

const holder = { runId: uuid, epoch: integer };

/** Only the run's holder may write, and only while it is wanted. */
const held = ({ wanted }: Spec, { runId, epoch }: { runId: Sql<false>; epoch: Sql<false> }) =>
  sql`run.id = ${runId} AND run.epoch = ${epoch} AND run.status = 'running' AND ${wanted('run')}`;

export const renew = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.renew`,
    acrossWorkspaces: fence,
    values: { ...holder, leaseMs: integer },
    columns: {},
    sql: ({ $ }) => sql`UPDATE ${spec.table} AS run
SET lease_until = now() + ${$.leaseMs} * interval '1 millisecond' WHERE ${held(spec, $)}`,
  });

/** Back for later, with what went wrong if something did. */
export const requeue = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.requeue`,
    acrossWorkspaces: fence,
    values: { ...holder, delayMs: float, attempts: integer, error: nullable(jsonb<RunError>()) },
    columns: {},
    sql: ({ $ }) => sql`UPDATE ${spec.table} AS run
SET status = 'queued', lease_until = NULL, queued_at = now(), due_at = now() + ${$.delayMs} * interval '1 millisecond',
  attempts = ${$.attempts}, error = ${$.error} WHERE ${held(spec, $)}`,
  });

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
