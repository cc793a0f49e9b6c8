import { migrateTemplate } from '../database.ts';
import { startPostgres, type PostgresServer } from '../postgres-server.ts';
import { serverUrlVariable } from './server-url.ts';

declare global {
  var memoPostgres: PostgresServer | undefined;
}

/** One PostgreSQL for the whole run; each test file clones its own database from a migrated template. */
export async function startForAll(): Promise<void> {
  const server = await startPostgres();
  globalThis.memoPostgres = server;
  await migrateTemplate(server.url);
  process.env[serverUrlVariable] = server.url;
}
