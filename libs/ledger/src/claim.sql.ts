import {
  arrayOf,
  boolean,
  float,
  integer,
  nullable,
  openStatement,
  sql,
  text,
  uuid,
} from '@memo/entities';
import type { SubjectColumn } from './spec.ts';
import {
  abandoned,
  forEveryWorkspace,
  heads,
  takenOverAt,
  waitedMs,
  type Spec,
} from './waiting.ts';

/** When nothing could begin now, only `nextInMs` may have a value; when a run was claimed, all others have one. */
const claimColumns = {
  runId: nullable(uuid),
  workspaceId: nullable(uuid),
  userId: nullable(integer),
  epoch: nullable(integer),
  attempts: nullable(integer),
  crashes: nullable(integer),
  ageMs: nullable(float),
  waits: nullable(integer),
  waitingFor: nullable(text),
  waitingMs: nullable(float),
  waitedMs: nullable(float),
  kind: nullable(text),
  more: nullable(boolean),
  nextInMs: nullable(float),
};

/**
 * Chooses a run and claims it: one that was abandoned, else by turns. The workspace whose last turn is longest ago is
 * next, in it the person whose last turn is longest ago, and of that person's runs the latest kind, then the oldest.
 * A run that another worker is just claiming is passed over; but two claims of one person's runs, or of one meeting's,
 * write the same rows beside them, and the second waits for the first. So the run is written last, and its lease begins
 * after all waiting.
 * One row, always. The most urgent of the kinds is the last.
 */
export function claim(spec: Spec) {
  const { table, kind, wanted, onClaim = [] } = spec;
  const subject = Object.entries(spec.subject as Record<string, SubjectColumn<unknown>>);
  const subjectColumns = subject.map(([name, { column }]) => {
    const from = typeof column === 'string' ? `taken.${column}` : column('taken');
    return `, ${from} AS "${name}"`;
  });
  const changes = onClaim.map((change, index) => `change_${index} AS (${change} RETURNING 1), `);
  const others = [...onClaim.map((_, index) => `change_${index}`), 'served'];
  const afterOthers = others.map((name) => `(SELECT count(*) FROM ${name}) >= 0`).join(' AND ');
  const columns: typeof claimColumns = {
    ...claimColumns,
    ...Object.fromEntries(subject.map(([name, { type }]) => [name, type])),
  };
  return openStatement({
    name: `${table}.claim`,
    acrossWorkspaces: forEveryWorkspace,
    values: { kinds: arrayOf(text), queue: text, leaseMs: integer, countsCrash: boolean },
    columns,
    sql: ({ $ }) => sql`WITH RECURSIVE ${heads(spec, $.kinds)}, abandoned AS (
  SELECT run.id FROM ${table} AS run WHERE ${abandoned(spec, $.kinds)}
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
  SELECT run.* FROM ${table} AS run WHERE run.id = (SELECT id FROM abandoned UNION ALL SELECT id FROM chosen LIMIT 1)
), ${changes.join('')}served AS (
  INSERT INTO turns (queue, workspace_id, user_id, served_at)
  SELECT ${$.queue}, workspace_id, user_id, clock_timestamp() FROM claimed
  ON CONFLICT (queue, workspace_id, user_id) DO UPDATE SET served_at = excluded.served_at RETURNING 1
), taken AS (
  UPDATE ${table} AS run SET status = 'running', epoch = run.epoch + 1,
    crashes = run.crashes + (run.status = 'running' AND ${$.countsCrash})::int,
    lease_until = clock_timestamp() + ${$.leaseMs} * interval '1 millisecond',
    started_at = coalesce(run.started_at, now())
  WHERE run.id = (SELECT id FROM claimed) AND ${afterOthers}
  RETURNING run.*, CASE WHEN run.waiting_for IS NULL THEN 0 ELSE ${waitedMs} END AS waiting_ms
)
SELECT taken.id AS "runId", taken.workspace_id AS "workspaceId", taken.user_id AS "userId", taken.epoch,
  taken.attempts, taken.crashes, taken.waits, taken.waiting_for AS "waitingFor",
  taken.waiting_ms::float AS "waitingMs",
  (extract(epoch FROM now() - taken.started_at) * 1000)::float AS "ageMs",
  (extract(epoch FROM taken.lease_until - now()) * 1000 - ${$.leaseMs})::float AS "waitedMs",
  taken.${kind} AS kind${subjectColumns.join('')},
  CASE WHEN taken.id IS NOT NULL THEN
    EXISTS (SELECT FROM heads WHERE heads.due_at <= now() AND (heads.kind, heads.workspace_id, heads.user_id)
      IS DISTINCT FROM (taken.${kind}, taken.workspace_id, taken.user_id))
    -- Ordered, so that the planner walks the index where it believes that any row will do.
    OR coalesce((SELECT true FROM ${table} AS run WHERE run.status = 'queued' AND run.${kind} = taken.${kind}
      AND run.workspace_id = taken.workspace_id AND run.user_id = taken.user_id
      AND run.due_at <= now() AND run.id <> taken.id
      ORDER BY run.workspace_id, run.user_id, run.due_at LIMIT 1), false)
    OR EXISTS (SELECT FROM ${table} AS run WHERE ${abandoned(spec, $.kinds)} AND run.id <> taken.id)
  END AS more,
  CASE WHEN taken.id IS NULL THEN (
    SELECT (extract(epoch FROM min(at) - now()) * 1000)::float FROM (
      SELECT due_at AS at FROM heads WHERE due_at > now() AND isfinite(due_at)
      UNION ALL
      -- A holder that lives would have renewed it by now.
      SELECT ${takenOverAt} FROM ${table} AS run
      WHERE run.status = 'running' AND run.${kind} = ANY(${$.kinds})
        AND run.lease_until < now() + ${$.leaseMs} * 0.6 * interval '1 millisecond' AND ${takenOverAt} > now()
    ) AS coming
  ) END AS "nextInMs"
FROM (SELECT) AS one LEFT JOIN taken ON true`,
  });
}
