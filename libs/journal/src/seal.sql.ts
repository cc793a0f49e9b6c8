import {
  arrayOf,
  float,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
} from '@memo/entities';

export type JournalLog = 'events' | 'audit';

/** The workspaces that have waited longest, from the primary key alone. */
const waitingIn = (pending: 'pending_events' | 'pending_audit_entries') =>
  openStatement({
    name: `journal.waiting_in_${pending}`,
    acrossWorkspaces: 'the sealer seals the journal of every workspace',
    values: { limit: integer },
    columns: { workspace_id: uuid },
    sql: ({ $ }) => sql`SELECT workspace_id FROM ${pending} GROUP BY workspace_id
      ORDER BY min(id) LIMIT ${$.limit}`,
  });

export const workspacesWithEvents = waitingIn('pending_events');
export const workspacesWithEntries = waitingIn('pending_audit_entries');

/**
 * One process seals one log of one workspace at a time; held until the transaction ends. Each statement of it waits for a
 * lock for so long, this one too; as long as anywhere where it is null.
 */
export const lockLogs = ownedStatement({
  name: 'journal.lock_logs',
  values: { logs: arrayOf(integer), maxWaitMs: nullable(integer) },
  columns: { locked: text },
  // The limit stands among the arguments of the lock, which are there before it is asked for.
  sql: ({ $, workspace }) => sql`SELECT pg_advisory_xact_lock(log, hashtext((${workspace})::text
      || left(set_config('lock_timeout', coalesce(${$.maxWaitMs}::text, current_setting('lock_timeout')), true), 0)))::text AS locked
    FROM unnest(${$.logs}) AS log`,
});

/** What has no place yet, of all workspaces. There are few of them, because the sealer comes every second. */
export const countWaiting = openStatement({
  name: 'journal.count_waiting',
  acrossWorkspaces: 'operators see whether the sealer follows',
  values: {},
  columns: { log: words<JournalLog>(), rows: integer, oldestSeconds: nullable(float) },
  sql: () => sql`SELECT log, count(at)::int AS rows, greatest(0, extract(epoch FROM now() - min(at)))::float AS "oldestSeconds"
    FROM (SELECT 'events' AS log, at FROM pending_events
      UNION ALL SELECT 'audit', at FROM pending_audit_entries) AS waiting
    GROUP BY log`,
});
