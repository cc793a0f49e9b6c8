import type { LedgerSpec } from './spec.ts';

type Table = Pick<LedgerSpec<string, object>, 'table' | 'kind'>;

/**
 * The earliest queued run of every person and kind, by jumping from one to the next in the index: it costs as much as
 * there are people who wait, however many runs each of them has. $1: the kinds.
 */
const heads = ({ table, kind }: Table): string => `heads AS (
  SELECT head.* FROM unnest($1::varchar[]) AS wanted (kind) CROSS JOIN LATERAL (
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
const abandoned = ({ kind }: Table): string =>
  `run.status = 'running' AND run.${kind} = ANY($1::varchar[]) AND run.lease_until < now()`;

/**
 * Chooses a run and claims it: one that was abandoned, else by turns. The workspace whose last turn is longest ago is
 * next, in it the person whose last turn is longest ago, and of that person's runs the latest kind, then the oldest.
 * What another worker is just claiming is passed over, so no two wait for each other here.
 *
 * $1: the kinds, the most urgent one last. $2: the queue. $3: the lease in ms.
 */
export function claimSql(spec: LedgerSpec<string, object>): string {
  const { table, kind, subject, wanted, onClaim = [] } = spec;
  const subjectColumns = Object.entries<string>(subject)
    .map(([name, column]) => `, claimed.${column} AS "${name}"`)
    .join('');
  return `WITH RECURSIVE ${heads(spec)}, abandoned AS (
  SELECT run.id FROM ${table} AS run WHERE ${abandoned(spec)} AND ${wanted('run')}
  ORDER BY run.lease_until LIMIT 1 FOR UPDATE SKIP LOCKED
), chosen AS (
  SELECT run.id FROM (
    SELECT heads.* FROM heads
    LEFT JOIN LATERAL (
      SELECT served_at FROM turns WHERE turns.queue = $2 AND turns.workspace_id = heads.workspace_id
      ORDER BY served_at DESC LIMIT 1
    ) AS workspace ON true
    LEFT JOIN turns AS person ON person.queue = $2
      AND person.workspace_id = heads.workspace_id AND person.user_id = heads.user_id
    WHERE heads.due_at <= now()
    ORDER BY workspace.served_at NULLS FIRST, person.served_at NULLS FIRST,
      array_position($1::varchar[], heads.kind) DESC, heads.due_at
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
    lease_until = now() + $3 * interval '1 millisecond', started_at = coalesce(run.started_at, now())
  WHERE run.id = (SELECT id FROM abandoned UNION ALL SELECT id FROM chosen LIMIT 1)
  RETURNING run.*
), ${onClaim.map((change, index) => `change_${index} AS (${change}), `).join('')}served AS (
  INSERT INTO turns (queue, workspace_id, user_id, served_at)
  SELECT $2, workspace_id, user_id, clock_timestamp() FROM claimed
  ON CONFLICT (queue, workspace_id, user_id) DO UPDATE SET served_at = excluded.served_at
)
SELECT claimed.id AS "runId", claimed.workspace_id AS "workspaceId", claimed.user_id AS "userId", claimed.epoch,
  claimed.attempts, claimed.crashes, (extract(epoch FROM now() - claimed.started_at) * 1000)::float AS "ageMs",
  claimed.${kind} AS kind${subjectColumns},
  CASE WHEN claimed.id IS NOT NULL THEN
    EXISTS (SELECT FROM heads WHERE heads.due_at <= now() AND (heads.kind, heads.workspace_id, heads.user_id)
      IS DISTINCT FROM (claimed.${kind}, claimed.workspace_id, claimed.user_id))
    -- Ordered, so that the planner walks the index where it believes that any row will do.
    OR coalesce((SELECT true FROM ${table} AS run WHERE run.status = 'queued' AND run.${kind} = claimed.${kind}
      AND run.workspace_id = claimed.workspace_id AND run.user_id = claimed.user_id
      AND run.due_at <= now() AND run.id <> claimed.id
      ORDER BY run.workspace_id, run.user_id, run.due_at LIMIT 1), false)
    OR EXISTS (SELECT FROM ${table} AS run WHERE ${abandoned(spec)} AND run.id <> claimed.id)
  END AS more,
  CASE WHEN claimed.id IS NULL THEN (
    SELECT (extract(epoch FROM min(at) - now()) * 1000)::float FROM (
      SELECT due_at AS at FROM heads WHERE due_at > now()
      UNION ALL
      -- A holder that lives would have renewed it by now.
      SELECT run.lease_until FROM ${table} AS run
      WHERE run.status = 'running' AND run.${kind} = ANY($1::varchar[])
        AND run.lease_until BETWEEN now() AND now() + $3 * 0.6 * interval '1 millisecond'
    ) AS coming
  ) END AS "nextInMs"
FROM (SELECT) AS one LEFT JOIN claimed ON true`;
}

/** Of how many people and vanished holders there is work that could begin now, by kind. $1: the kinds. */
export const dueSql = (spec: Table): string => `WITH RECURSIVE ${heads(spec)}
SELECT kind, count(*)::int AS due FROM (
  SELECT kind FROM heads WHERE due_at <= now()
  UNION ALL
  SELECT run.${spec.kind} FROM ${spec.table} AS run WHERE ${abandoned(spec)}
) AS due GROUP BY kind`;

/** How many runs of one person ($2, $3) could begin now, by kind. $1: the kinds. */
export const dueOfSql = (
  spec: Pick<LedgerSpec<string, object>, 'table' | 'kind' | 'wanted'>,
): string => `SELECT run.${spec.kind} AS kind, count(*)::int AS due FROM ${spec.table} AS run
WHERE run.workspace_id = $2 AND run.user_id = $3 AND ${spec.wanted('run')}
  AND ((run.status = 'queued' AND run.${spec.kind} = ANY($1::varchar[]) AND run.due_at <= now()) OR (${abandoned(spec)}))
GROUP BY 1`;

/** What there is of each kind. $1: the kinds. $2: for how many days a failure counts. */
export const countsSql = (spec: Table): string => `
SELECT kind, sum(waiting)::int AS waiting, sum(active)::int AS active, sum(delayed)::int AS delayed,
  sum(failed)::int AS failed, extract(epoch FROM now() - min(oldest))::float AS "oldestSeconds"
FROM (
  SELECT run.${spec.kind} AS kind, count(*) FILTER (WHERE run.due_at <= now()) AS waiting, 0 AS active,
    count(*) FILTER (WHERE run.due_at > now()) AS delayed, 0 AS failed,
    min(run.due_at) FILTER (WHERE run.due_at <= now()) AS oldest
  FROM ${spec.table} AS run WHERE run.status = 'queued' AND run.${spec.kind} = ANY($1::varchar[]) GROUP BY 1
  UNION ALL
  SELECT run.${spec.kind}, count(*) FILTER (WHERE run.lease_until < now()),
    count(*) FILTER (WHERE run.lease_until >= now()), 0, 0, min(run.lease_until) FILTER (WHERE run.lease_until < now())
  FROM ${spec.table} AS run WHERE run.status = 'running' AND run.${spec.kind} = ANY($1::varchar[]) GROUP BY 1
  UNION ALL
  SELECT run.${spec.kind}, 0, 0, 0, count(*), NULL FROM ${spec.table} AS run
  WHERE run.status = 'failed' AND run.${spec.kind} = ANY($1::varchar[])
    AND run.finished_at > now() - $2 * interval '1 day' GROUP BY 1
) AS part GROUP BY kind`;
