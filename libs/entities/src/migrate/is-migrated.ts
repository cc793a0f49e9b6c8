import type { DataSource } from 'typeorm';

/** Whether every migration of this release has run here; those of later ones may have, too. @throws what the driver does. */
export async function isMigrated(dataSource: DataSource): Promise<boolean> {
  const names = dataSource.migrations.flatMap(({ name }) => name ?? []);
  const [table]: unknown[] = await dataSource.query(
    `SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migrations'`,
  );
  if (table === undefined) return names.length === 0;
  const [missing]: unknown[] = await dataSource.query(
    `SELECT FROM unnest($1::text[]) AS wanted (name)
     WHERE NOT EXISTS (SELECT FROM migrations WHERE migrations.name = wanted.name) LIMIT 1`,
    [names],
  );
  return missing === undefined;
}
