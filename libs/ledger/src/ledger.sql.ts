import {
  arrayOf,
  boolean,
  float,
  integer,
  jsonb,
  nullable,
  openStatement,
  sql,
  text,
  uuid,
  words,
  type RunError,
  type RunStatus,
  type Sql,
} from '@memo/entities';
import type { LedgerSpec, SubjectColumn } from './spec.ts';

type Spec = LedgerSpec<string, object>;
type Table = Pick<Spec, 'table' | 'kind'>;

/** The kinds that are looked for, as an array. */
type Kinds = Sql<false>;

const forEveryWorkspace =
  'a worker runs what is next, and counts what there is, of every workspace';
const fenced = 'the id of a run and its epoch, which only its holder has, are the fence';

/**
 * The earliest queued run of every person and kind, by jumping from one to the next in the index: it costs as much as
 * there are people who wait, however many runs each of them has.
 */
const heads = ({ table, kind }: Table, kinds: Kinds) => sql`heads AS (
  SELECT head.* FROM unnest(${kinds}) AS wanted (kind) CROSS JOIN LATERAL (
    SELECT run.${kind} AS kind, run.workspace_id, run.user_id, run.due_at FROM ${table} AS run
    WHERE run.status = 'queued' AND run.${kind} = wanted.kind
    ORDER BY run.workspace_id, run.user_id, run.due_at LIMIT 1
  ) AS head
  UNION ALL
  SELECT head.* FROM heads CROSS JOIN LATERAL (
    SELECT run.${kind} AS kind, run.workspace_id, run.user_id, run.due_at FROM ${table} AS run
    WHERE run.status = 'queued' AND run.${kind} = heads.kind
      AND (run.workspace_id, run.user_id) > (heads.workspace_id, heads.user_id)
    ORDER BY run.workspace_id, run.user_id, run.due_at LIMIT 1
  ) AS head
)`;

/** A run whose holder vanished. There are never more runs that are running than workers have slots. */
const abandoned = ({ kind }: Table, kinds: Kinds) =>
  sql`run.status = 'running' AND run.${kind} = ANY(${kinds}) AND run.lease_until < now()`;

/** Null where nothing could begin now, but for the last, which is null where something could. */
const claimColumns = {
  runId: nullable(uuid),
  workspaceId: nullable(uuid),
  userId: nullable(integer),
  epoch: nullable(integer),
  attempts: nullable(integer),
  crashes: nullable(integer),
  ageMs: nullable(float),
  kind: nullable(text),
  more: nullable(boolean),
  nextInMs: nullable(float),
};

/**
 * Chooses a run and claims it: one that was abandoned, else by turns. The workspace whose last turn is longest ago is
 * next, in it the person whose last turn is longest ago, and of that person's runs the latest kind, then the oldest.
 * What another worker is just claiming is passed over, so no two wait for each other here.
 * One row, always. The most urgent of the kinds is the last.
 */
function claim(spec: Spec) {
  const { table, kind, wanted, onClaim = [] } = spec;
  const subject = Object.entries(spec.subject as Record<string, SubjectColumn<unknown>>);
  const subjectColumns = subject.map(([name, { column }]) => `, claimed.${column} AS "${name}"`);
  const changes = onClaim.map((change, index) => `change_${index} AS (${change}), `);
  const columns: typeof claimColumns = {
    ...claimColumns,
    ...Object.fromEntries(subject.map(([name, { type }]) => [name, type])),
  };
  return openStatement({
    name: `${table}.claim`,
    acrossWorkspaces: forEveryWorkspace,
    values: { kinds: arrayOf(text), queue: text, leaseMs: integer },
    columns,
    sql: ({ $ }) => sql`WITH RECURSIVE ${heads(spec, $.kinds)}, abandoned AS (
  SELECT run.id FROM ${table} AS run WHERE ${abandoned(spec, $.kinds)} AND ${wanted('run')}
  ORDER BY run.lease_until LIMIT 1 FOR UPDATE SKIP LOCKED
), chosen AS (
  SELECT run.id FROM (
    SELECT heads.* FROM heads
    LEFT JOIN LATERAL (
      SELECT served_at FROM turns WHERE turns.queue = ${$.queue} AND turns.workspace_id = heads.workspace_id
      ORDER BY served_at DESC LIMIT 1
    ) AS workspace ON true
    LEFT JOIN turns AS person ON person.queue = ${$.queue}
      AND person.workspace_id = heads.workspace_id AND person.user_id = heads.user_id
    WHERE heads.due_at <= now()
    ORDER BY workspace.served_at NULLS FIRST, person.served_at NULLS FIRST,
      array_position(${$.kinds}, heads.kind::text) DESC, heads.due_at
  ) AS turn CROSS JOIN LATERAL (
    SELECT run.id FROM ${table} AS run
    WHERE run.status = 'queued' AND run.${kind} = turn.kind
      AND run.workspace_id = turn.workspace_id AND run.user_id = turn.user_id
      AND run.due_at <= now() AND ${wanted('run')}
    ORDER BY run.due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) AS run
  WHERE NOT EXISTS (SELECT FROM abandoned) LIMIT 1
), claimed AS (
  UPDATE ${table} AS run SET status = 'running', epoch = run.epoch + 1,
    crashes = run.crashes + (run.status = 'running')::int,
    lease_until = now() + ${$.leaseMs} * interval '1 millisecond', started_at = coalesce(run.started_at, now())
  WHERE run.id = (SELECT id FROM abandoned UNION ALL SELECT id FROM chosen LIMIT 1)
  RETURNING run.*
), ${changes.join('')}served AS (
  INSERT INTO turns (queue, workspace_id, user_id, served_at)
  SELECT ${$.queue}, workspace_id, user_id, clock_timestamp() FROM claimed
  ON CONFLICT (queue, workspace_id, user_id) DO UPDATE SET served_at = excluded.served_at
)
SELECT claimed.id AS "runId", claimed.workspace_id AS "workspaceId", claimed.user_id AS "userId", claimed.epoch,
  claimed.attempts, claimed.crashes, (extract(epoch FROM now() - claimed.started_at) * 1000)::float AS "ageMs",
  claimed.${kind} AS kind${subjectColumns.join('')},
  CASE WHEN claimed.id IS NOT NULL THEN
    EXISTS (SELECT FROM heads WHERE heads.due_at <= now() AND (heads.kind, heads.workspace_id, heads.user_id)
      IS DISTINCT FROM (claimed.${kind}, claimed.workspace_id, claimed.user_id))
    -- Ordered, so that the planner walks the index where it believes that any row will do.
    OR coalesce((SELECT true FROM ${table} AS run WHERE run.status = 'queued' AND run.${kind} = claimed.${kind}
      AND run.workspace_id = claimed.workspace_id AND run.user_id = claimed.user_id
      AND run.due_at <= now() AND run.id <> claimed.id
      ORDER BY run.workspace_id, run.user_id, run.due_at LIMIT 1), false)
    OR EXISTS (SELECT FROM ${table} AS run WHERE ${abandoned(spec, $.kinds)} AND run.id <> claimed.id)
  END AS more,
  CASE WHEN claimed.id IS NULL THEN (
    SELECT (extract(epoch FROM min(at) - now()) * 1000)::float FROM (
      SELECT due_at AS at FROM heads WHERE due_at > now()
      UNION ALL
      -- A holder that lives would have renewed it by now.
      SELECT run.lease_until FROM ${table} AS run
      WHERE run.status = 'running' AND run.${kind} = ANY(${$.kinds})
        AND run.lease_until BETWEEN now() AND now() + ${$.leaseMs} * 0.6 * interval '1 millisecond'
    ) AS coming
  ) END AS "nextInMs"
FROM (SELECT) AS one LEFT JOIN claimed ON true`,
  });
}

/** Of how many people and vanished holders there is work that could begin now, by kind. */
const due = (spec: Table) =>
  openStatement({
    name: `${spec.table}.due`,
    acrossWorkspaces: forEveryWorkspace,
    values: { kinds: arrayOf(text) },
    columns: { kind: text, due: integer },
    sql: ({ $ }) => sql`WITH RECURSIVE ${heads(spec, $.kinds)}
SELECT kind, count(*)::int AS due FROM (
  SELECT kind FROM heads WHERE due_at <= now()
  UNION ALL
  SELECT run.${spec.kind} FROM ${spec.table} AS run WHERE ${abandoned(spec, $.kinds)}
) AS due GROUP BY kind`,
  });

/** How many runs of one person could begin now, by kind. */
const dueOf = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.due_of`,
    acrossWorkspaces: 'the table of the work is not known here; the workspace is among the values',
    values: { kinds: arrayOf(text), workspaceId: uuid, userId: integer },
    columns: { kind: text, due: integer },
    sql: ({
      $,
    }) => sql`SELECT run.${spec.kind} AS kind, count(*)::int AS due FROM ${spec.table} AS run
WHERE run.workspace_id = ${$.workspaceId} AND run.user_id = ${$.userId} AND ${spec.wanted('run')}
  AND ((run.status = 'queued' AND run.${spec.kind} = ANY(${$.kinds}) AND run.due_at <= now())
    OR (${abandoned(spec, $.kinds)}))
GROUP BY 1`,
  });

/** What there is of each kind. A failure counts for so many days. */
const counts = ({ table, kind }: Table) =>
  openStatement({
    name: `${table}.counts`,
    acrossWorkspaces: forEveryWorkspace,
    values: { kinds: arrayOf(text), failedDays: integer },
    columns: {
      kind: text,
      waiting: integer,
      active: integer,
      delayed: integer,
      failed: integer,
      oldestSeconds: nullable(float),
    },
    sql: ({ $ }) => sql`
SELECT kind, sum(waiting)::int AS waiting, sum(active)::int AS active, sum(delayed)::int AS delayed,
  sum(failed)::int AS failed, extract(epoch FROM now() - min(oldest))::float AS "oldestSeconds"
FROM (
  SELECT run.${kind} AS kind, count(*) FILTER (WHERE run.due_at <= now()) AS waiting, 0 AS active,
    count(*) FILTER (WHERE run.due_at > now()) AS delayed, 0 AS failed,
    min(run.due_at) FILTER (WHERE run.due_at <= now()) AS oldest
  FROM ${table} AS run WHERE run.status = 'queued' AND run.${kind} = ANY(${$.kinds}) GROUP BY 1
  UNION ALL
  SELECT run.${kind}, count(*) FILTER (WHERE run.lease_until < now()),
    count(*) FILTER (WHERE run.lease_until >= now()), 0, 0, min(run.lease_until) FILTER (WHERE run.lease_until < now())
  FROM ${table} AS run WHERE run.status = 'running' AND run.${kind} = ANY(${$.kinds}) GROUP BY 1
  UNION ALL
  SELECT run.${kind}, 0, 0, 0, count(*), NULL FROM ${table} AS run
  WHERE run.status = 'failed' AND run.${kind} = ANY(${$.kinds})
    AND run.finished_at > now() - ${$.failedDays} * interval '1 day' GROUP BY 1
) AS part GROUP BY kind`,
  });

const holder = { runId: uuid, epoch: integer };

/** Only the run's holder may write, and only while it is wanted. */
const held = ({ wanted }: Spec, { runId, epoch }: { runId: Sql<false>; epoch: Sql<false> }) =>
  sql`run.id = ${runId} AND run.epoch = ${epoch} AND run.status = 'running' AND ${wanted('run')}`;

const renew = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.renew`,
    acrossWorkspaces: fenced,
    values: { ...holder, leaseMs: integer },
    columns: {},
    sql: ({ $ }) => sql`UPDATE ${spec.table} AS run
SET lease_until = now() + ${$.leaseMs} * interval '1 millisecond' WHERE ${held(spec, $)}`,
  });

/** Back for later, with what went wrong if something did. */
const requeue = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.requeue`,
    acrossWorkspaces: fenced,
    values: { ...holder, delayMs: float, attempts: integer, error: nullable(jsonb<RunError>()) },
    columns: {},
    sql: ({ $ }) => sql`UPDATE ${spec.table} AS run
SET status = 'queued', lease_until = NULL, queued_at = now(), due_at = now() + ${$.delayMs} * interval '1 millisecond',
  attempts = ${$.attempts}, error = ${$.error} WHERE ${held(spec, $)}`,
  });

const finish = (spec: Spec) =>
  openStatement({
    name: `${spec.table}.finish`,
    acrossWorkspaces: fenced,
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

export type LedgerStatements = ReturnType<typeof ledgerStatements>;

/** What a ledger asks of its table. */
export const ledgerStatements = (spec: Spec) => ({
  claim: claim(spec),
  renew: renew(spec),
  requeue: requeue(spec),
  finish: finish(spec),
  due: due(spec),
  dueOf: dueOf(spec),
  counts: counts(spec),
});
