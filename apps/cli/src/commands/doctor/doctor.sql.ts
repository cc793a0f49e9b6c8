import { boolean, float, integer, openStatement, sql, text } from '@memo/entities';

/** About the server; no row of anybody is read. */
const acrossWorkspaces = '';

export const serverFacts = openStatement({
  name: 'doctor.server',
  acrossWorkspaces,
  values: {},
  columns: {
    version: text,
    versionNumber: integer,
    role: text,
    isSuperuser: boolean,
    isReplica: boolean,
    statementTimeoutMs: float,
    nowMs: float,
    connections: integer,
    mostConnections: integer,
  },
  sql: () => sql`SELECT current_setting('server_version') AS version,
      current_setting('server_version_num')::int AS "versionNumber",
      current_user::text AS role, rolsuper AS "isSuperuser", pg_is_in_recovery() AS "isReplica",
      (extract(epoch FROM current_setting('statement_timeout')::interval) * 1000)::float8
        AS "statementTimeoutMs",
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs",
      (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int
        AS connections,
      current_setting('max_connections')::int AS "mostConnections"
    FROM pg_roles WHERE rolname = current_user`,
});

/** The extensions that the tables need and the server cannot give. */
export const missingExtensions = openStatement({
  name: 'doctor.extensions',
  acrossWorkspaces,
  values: {},
  columns: { name: text },
  sql: () => sql`SELECT wanted.name::text AS name FROM unnest(ARRAY['pg_trgm', 'btree_gin']) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM pg_available_extensions WHERE pg_available_extensions.name = wanted.name)`,
});

/** Tables in which the role may not do what the processes do; of the audit log that is to read and to add. */
export const closedTables = openStatement({
  name: 'doctor.closed_tables',
  acrossWorkspaces,
  values: {},
  columns: { name: text },
  sql: () => sql`SELECT relname::text AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
      AND NOT (has_table_privilege(oid, 'SELECT') AND (relname = 'migrations' OR (
        has_table_privilege(oid, 'INSERT')
        AND (relname = 'audit_events' OR has_table_privilege(oid, 'UPDATE'))
        AND (relname IN ('audit_events', 'audit_heads') OR has_table_privilege(oid, 'DELETE')))))
    ORDER BY relname`,
});

/** Whose data this is, and how far it is written. */
export const walPosition = openStatement({
  name: 'doctor.position',
  acrossWorkspaces,
  values: {},
  columns: { system: text, position: text },
  sql: () => sql`SELECT system_identifier::text AS system, pg_current_wal_insert_lsn()::text AS position
    FROM pg_control_system()`,
});

export const replicaFacts = openStatement({
  name: 'doctor.replica',
  acrossWorkspaces,
  values: { position: text },
  columns: { system: text, isReplica: boolean, behindBytes: float },
  sql: ({ $ }) => sql`SELECT system_identifier::text AS system, pg_is_in_recovery() AS "isReplica",
      coalesce(pg_wal_lsn_diff(${$.position}::pg_lsn, pg_last_wal_replay_lsn()), 0)::float8
        AS "behindBytes"
    FROM pg_control_system()`,
});
