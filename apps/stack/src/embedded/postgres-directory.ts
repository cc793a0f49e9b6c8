import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '@memo/errors';

interface PostgresPlace {
  dataDir: string;
  /** Names the directory where the data goes if it cannot be in the data directory. */
  stackId: string;
  notify: (message: string) => void;
}

/**
 * Makes the directory for PostgreSQL's data. PostgreSQL refuses to run as root; started by root it runs as another
 * user, who cannot enter a data directory below a closed one such as /root. Then its data goes to /var/lib, and stays.
 * @throws AppError `misconfigured` when data made before lies where it cannot be reached any more.
 */
export async function preparePostgresDirectory({
  dataDir,
  stackId,
  notify,
}: PostgresPlace): Promise<string> {
  const own = join(dataDir, 'postgres');
  const elsewhere = join('/var/lib', `memo-${stackId}`);
  await mkdir(own, { recursive: true });
  if (process.getuid?.() !== 0) return own;
  await chmod(own, 0o711);
  if (!hasData(elsewhere)) {
    if (await othersMayEnter(own)) return own;
    if (hasData(own)) {
      throw new AppError(
        'misconfigured',
        `PostgreSQL's user may no longer enter ${own}, where its data is. Let others pass the directories above (chmod o+x).`,
      );
    }
  }
  await mkdir(elsewhere, { recursive: true });
  await chmod(elsewhere, 0o711);
  notify(
    `PostgreSQL keeps its data in ${elsewhere}: its user may not enter ${dataDir} (a directory above is closed).`,
  );
  return elsewhere;
}

const hasData = (directory: string) => existsSync(join(directory, 'data'));

const nobody = 65_534;

/** Tried rather than computed: access lists and mounts count too. */
async function othersMayEnter(directory: string): Promise<boolean> {
  const asNobody = { uid: nobody, gid: nobody, cwd: '/' };
  return promisify(execFile)('/bin/sh', ['-c', 'test -x "$0"', directory], asNobody).then(
    () => true,
    () => false,
  );
}
