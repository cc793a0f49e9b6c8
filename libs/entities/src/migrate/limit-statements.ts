import type { DataSource } from 'typeorm';

/** Longer is a fault, whatever was asked. */
const longestStatement = '30s';

/**
 * Has the server end statements that take too long, for the role that signs in, in this database: a setting of the role
 * reaches connections by way of a pooler, too, which refuse one that a connection brings along or lose it between two
 * transactions. One that somebody has set stays. Where the role may not, it goes without: a process ends by itself what it does
 * not hear from.
 */
export async function limitStatements(
  dataSource: DataSource,
  notify: (message: string) => void,
): Promise<void> {
  if (await isLimited(dataSource)) return;
  try {
    await dataSource.query(`DO $$ BEGIN
      EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET statement_timeout = %L',
        current_database(), '${longestStatement}');
    END $$`);
  } catch (error) {
    // Of two that migrate at once, one has done it.
    if (await isLimited(dataSource)) return;
    const reason = error instanceof Error ? error.message : String(error);
    notify(`How long a statement may take could not be limited: ${reason}.`);
  }
}

async function isLimited(dataSource: DataSource): Promise<boolean> {
  const found: unknown[] = await dataSource.query(`
    SELECT FROM pg_db_role_setting AS setting
    JOIN pg_database ON pg_database.oid = setting.setdatabase AND datname = current_database()
    JOIN pg_roles ON pg_roles.oid = setting.setrole AND rolname = current_user
    CROSS JOIN unnest(setting.setconfig) AS line WHERE line LIKE 'statement_timeout=%'`);
  return found.length > 0;
}
