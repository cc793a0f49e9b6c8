import { arrayOf, float, integer, nullable, openStatement, sql, text, words } from '@memo/entities';
import { forEveryWorkspace, takenOverAt, type Spec } from './waiting.ts';

/**
 * `runnable`: a claim could take it now. `later`: its time has not come. `parked`: it has none. `leased`: a worker has
 * it. `failed`: for good, in the last days.
 */
export type RunState = 'runnable' | 'later' | 'parked' | 'leased' | 'failed';

/** How many runs of each kind are in which state and why, and for how long the first of them has been. */
export const state = ({ table, kind, wanted }: Spec) =>
  openStatement({
    name: `${table}.state`,
    acrossWorkspaces: forEveryWorkspace,
    values: { kinds: arrayOf(text), failedDays: integer },
    columns: {
      kind: text,
      state: words<RunState>(),
      reason: nullable(text),
      runs: integer,
      oldestSeconds: float,
    },
    sql: ({ $ }) => sql`
SELECT kind, state, reason, count(*)::int AS runs,
  greatest(0, extract(epoch FROM now() - min(since)))::float AS "oldestSeconds"
FROM (
  SELECT run.${kind}::text AS kind, run.waiting_for::text AS reason,
    CASE WHEN run.due_at <= now() THEN 'runnable' WHEN isfinite(run.due_at) THEN 'later' ELSE 'parked' END AS state,
    CASE WHEN run.due_at <= now() THEN run.due_at ELSE run.queued_at END AS since
  FROM ${table} AS run WHERE run.status = 'queued' AND run.${kind} = ANY(${$.kinds})
  UNION ALL
  SELECT run.${kind}, NULL,
    CASE WHEN run.lease_until >= now() THEN 'leased' WHEN ${takenOverAt} < now() THEN 'runnable' ELSE 'later' END,
    CASE WHEN run.lease_until >= now() THEN run.started_at ELSE run.lease_until END
  FROM ${table} AS run WHERE run.status = 'running' AND run.${kind} = ANY(${$.kinds})
    AND (run.lease_until >= now() OR ${wanted('run')})
  UNION ALL
  SELECT run.${kind}, run.error ->> 'code', 'failed', run.finished_at FROM ${table} AS run
  WHERE run.status = 'failed' AND run.${kind} = ANY(${$.kinds})
    AND run.finished_at > now() - ${$.failedDays} * interval '1 day'
) AS run GROUP BY kind, state, reason`,
  });
