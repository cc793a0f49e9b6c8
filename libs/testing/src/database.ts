import { migrate, newId } from '@memo/entities';
import { createDataSource } from '@memo/entities/connections';
import type { DataSource } from 'typeorm';
import pg from 'pg';

/** The migrated database every test database is cloned from. */
const template = 'memo_template';

export interface TestDatabase {
  url: string;
  dataSource: DataSource;
  close(): Promise<void>;
}

async function asAdmin(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Makes the template once per test run, so that a test database costs a file copy and no migrations. */
export async function migrateTemplate(serverUrl: string): Promise<void> {
  await asAdmin(serverUrl, `CREATE DATABASE ${template}`);
  await migrate({ url: `${serverUrl}/${template}` });
}

/** An empty database, not migrated: for tests of the migrations themselves. */
export const createEmptyDatabase = (serverUrl: string) => createDatabase(serverUrl, 'template0');

/** A migrated database of the caller's own. */
export const cloneDatabase = (serverUrl: string) => createDatabase(serverUrl, template);

async function createDatabase(serverUrl: string, from: string): Promise<TestDatabase> {
  const name = `test_${newId().replaceAll('-', '')}`;
  // Not through the log, block by block.
  await asAdmin(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY FILE_COPY`);
  const url = `${serverUrl}/${name}`;
  const dataSource = createDataSource({ url, poolSize: 10 });
  await dataSource.initialize();
  return {
    url,
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await asAdmin(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
