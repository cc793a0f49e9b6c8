import type { DataSource } from 'typeorm';

export interface MigrationState {
  /** Of this release, in order, that have not run here. */
  missing: string[];
  /** That have run here and are of no release up to this one. */
  later: string[];
}

/** How the tables stand to this release. @throws what the driver does. */
export async function migrationState(dataSource: DataSource): Promise<MigrationState> {
  const wanted = dataSource.migrations.flatMap(({ name }) => name ?? []);
  const [table]: unknown[] = await dataSource.query(
    `SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migrations'`,
  );
  if (table === undefined) return { missing: wanted, later: [] };
  const rows = await dataSource.query<{ name: string }[]>(
    'SELECT name FROM migrations ORDER BY timestamp, id',
  );
  const ran = new Set(rows.map(({ name }) => name));
  return {
    missing: wanted.filter((name) => !ran.has(name)),
    later: [...ran].filter((name) => !wanted.includes(name)),
  };
}

/** Whether every migration of this release has run here; those of later ones may have, too. @throws what the driver does. */
export const isMigrated = async (dataSource: DataSource): Promise<boolean> =>
  (await migrationState(dataSource)).missing.length === 0;
