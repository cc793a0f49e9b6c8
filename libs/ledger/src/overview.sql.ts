import { arrayOf, float, integer, nullable, openStatement, sql, text, uuid } from '@memo/entities';
import { abandoned, forEveryWorkspace, heads, type Spec } from './waiting.ts';

/** Of how many people and vanished holders there is work that could begin now, by kind. */
export const due = (spec: Spec) =>
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
export const dueOf = (spec: Spec) =>
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
export const counts = ({ table, kind, wanted }: Spec) =>
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
  SELECT run.${kind}, count(*) FILTER (WHERE run.lease_until < now() AND ${wanted('run')}),
    count(*) FILTER (WHERE run.lease_until >= now()), 0, 0, 
    min(run.lease_until) FILTER (WHERE run.lease_until < now() AND ${wanted('run')})
  FROM ${table} AS run WHERE run.status = 'running' AND run.${kind} = ANY(${$.kinds}) GROUP BY 1
  UNION ALL
  SELECT run.${kind}, 0, 0, 0, count(*), NULL FROM ${table} AS run
  WHERE run.status = 'failed' AND run.${kind} = ANY(${$.kinds})
    AND run.finished_at > now() - ${$.failedDays} * interval '1 day' GROUP BY 1
) AS part GROUP BY kind`,
  });
