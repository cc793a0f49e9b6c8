import { AppError } from '@memo/errors';
import type { DataSource } from 'typeorm';

/**
 * Gives the role the processes have what they need of the tables, which belong to the role that migrates: everything in
 * them, but of the audit log to read it and to add to it. Asked again after every migration, for the tables it made.
 * @throws AppError `misconfigured` where there is no such role, or it is the one that migrates.
 */
export async function grantToApp(dataSource: DataSource, role: string): Promise<void> {
  const [found] = await dataSource.query<{ name: string; is_self: boolean; schema: string }[]>(
    `SELECT quote_ident(rolname) AS name, rolname = current_user AS is_self,
       quote_ident(current_schema()) AS schema
     FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  if (found === undefined) {
    throw new AppError(
      'misconfigured',
      `The database has no role ${role}, which DATABASE_URL names. Make it first: CREATE ROLE … LOGIN PASSWORD '…'.`,
    );
  }
  if (found.is_self) {
    throw new AppError(
      'misconfigured',
      'DATABASE_OWNER_URL and DATABASE_URL name the same role. Give the processes one of their own in DATABASE_URL.',
    );
  }
  const { name, schema } = found;
  await dataSource.query(`
    GRANT USAGE ON SCHEMA ${schema} TO ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${name};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${name};
    REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM ${name};
    REVOKE DELETE, TRUNCATE ON audit_heads FROM ${name};
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON migrations FROM ${name};
  `);
}
