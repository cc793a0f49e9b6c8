import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyPostgres, startPostgres, startPostgresOn, type PostgresServer } from '@memo/testing';

const run = promisify(execFile);

/** How a database is taken along: what an operator would run, where it is here. */
export interface Dumping {
  how: string;
  /** Takes it while others work. @returns what starts another server with it. */
  take(from: PostgresServer): Promise<() => Promise<PostgresServer>>;
}

/** As pg_basebackup does it: the files of the server, and what it wrote while they were copied. */
const byFiles: Dumping = {
  how: 'a base backup (pg_backup_start, copy, pg_backup_stop)',
  take: async (from) => {
    // What is not started yet is a copy all the same: the server only reads its own files.
    const restored = await startPostgresOn((directory) => copyPostgres(from, directory));
    return () => Promise.resolve(restored);
  },
};

/** @param folder of pg_dump and pg_restore; empty for those on the PATH. */
const byPgDump = (folder: string, version: string): Dumping => ({
  how: `pg_dump and pg_restore ${version}`,
  take: async (from) => {
    const directory = await mkdtemp(join(tmpdir(), 'memo-dump-'));
    const file = join(directory, 'memo.dump');
    await run(join(folder, 'pg_dump'), ['-Fc', '-f', file, `${from.url}/postgres`]);
    return async () => {
      const restored = await startPostgres({ canBeCopied: true });
      const onto = ['--no-owner', '--exit-on-error', '-d', `${restored.url}/postgres`, file];
      await run(join(folder, 'pg_restore'), onto);
      await rm(directory, { recursive: true });
      return restored;
    };
  },
});

/**
 * pg_dump where it is as new as the server; else a base backup.
 * @param folder where to look for it; the PATH where none is given.
 */
export async function findDumping(serverMajor: number, folder = ''): Promise<Dumping> {
  const version = await run(join(folder, 'pg_dump'), ['--version']).then(
    ({ stdout }) => /(\d+)\.[\d.]+/.exec(stdout)?.[0] ?? '',
    () => '',
  );
  return Number.parseInt(version, 10) >= serverMajor ? byPgDump(folder, version) : byFiles;
}
