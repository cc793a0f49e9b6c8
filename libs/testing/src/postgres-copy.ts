import {
  chmod,
  chown,
  copyFile,
  mkdir,
  readdir,
  readlink,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgresOn, type PostgresServer } from './postgres-server.ts';

/** Of the running server alone, or copied apart. */
const leftOut =
  /^(?:postmaster\.(?:pid|opts)|pg_wal|pg_replslot|pg_dynshmem|pg_stat_tmp|pgsql_tmp.*|backup_label.*)$/;

/**
 * The files of a server at one moment, while it works, as pg_basebackup copies them: whoever starts on them has all that
 * was committed when this ends.
 */
export async function copyPostgres(
  { url, dataDirectory }: Pick<PostgresServer, 'url' | 'dataDirectory'>,
  into: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    await client.query(`SELECT pg_backup_start('copy', fast => true)`);
    await copyTree(dataDirectory, into, (name) => !leftOut.test(name));
    const { rows } = await client.query<{ label: string }>(
      `SELECT labelfile AS label FROM pg_backup_stop(wait_for_archive => false)`,
    );
    await writeFile(join(into, 'backup_label'), rows[0]?.label ?? '');
    await own(join(into, 'backup_label'), join(dataDirectory, 'PG_VERSION'));
    // What was written meanwhile: it makes one moment of pages that were copied at different ones.
    await copyTree(join(dataDirectory, 'pg_wal'), join(into, 'pg_wal'), () => true);
    for (const name of ['pg_replslot', 'pg_dynshmem', 'pg_stat_tmp']) {
      await mkdir(join(into, name), { recursive: true });
      await own(join(into, name), dataDirectory);
    }
  } finally {
    await client.end();
  }
}

/** A server that follows another one, and answers what only reads. */
export const startReplica = (primary: PostgresServer): Promise<PostgresServer> =>
  startPostgresOn(async (dataDirectory) => {
    await copyPostgres(primary, dataDirectory);
    const { hostname, port, username } = new URL(primary.url);
    const settings = `primary_conninfo = 'host=${hostname} port=${port} user=${username}'\n`;
    await writeFile(join(dataDirectory, 'postgresql.auto.conf'), settings);
    await writeFile(join(dataDirectory, 'standby.signal'), '');
    await own(join(dataDirectory, 'standby.signal'), dataDirectory);
  });

async function copyTree(
  from: string,
  to: string,
  wanted: (name: string) => boolean,
): Promise<void> {
  await mkdir(to, { recursive: true });
  await own(to, from);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!wanted(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target, wanted);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await unlessGone(copyFile(source, target).then(() => own(target, source)));
  }
}

/** As the original is: a server refuses files of another user, and a directory that others may enter. */
async function own(path: string, like: string): Promise<void> {
  const { uid, gid, mode } = await stat(like);
  await chmod(path, mode & 0o777);
  if (process.getuid?.() === 0) await chown(path, uid, gid);
}

/** A file that the server has removed meanwhile is in what it has written down since. */
async function unlessGone(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}
