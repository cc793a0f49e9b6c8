import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** What is in production when the next release comes. */
export const lastRelease = { version: '0.2.0', commit: '73ee240a9f24ffc83695d80aee7fd20b5033bc78' };

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** SQL that makes the tables of that release. */
export const tablesOfLastRelease = (): Promise<string> =>
  readFile(join(repository, `release/${lastRelease.version}.sql`), 'utf8');

export interface Checkout {
  root: URL;
  remove(): Promise<void>;
}

/**
 * The sources of that release out of the history, with the packages of now: what it depends on may be newer, and its
 * own code is that of then.
 * @returns null where the history does not go back so far.
 */
export async function checkOutLastRelease(): Promise<Checkout | null> {
  const { commit } = lastRelease;
  const isThere = await run('git', ['cat-file', '-e', `${commit}^{tree}`], {
    cwd: repository,
  }).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const directory = await mkdtemp(join(tmpdir(), 'memo-last-release-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const archive = join(directory, 'sources.tar');
    await run('git', ['archive', '--format=tar', '-o', archive, commit], { cwd: repository });
    await run('tar', ['-xf', archive, '-C', directory]);
    await linkPackages(directory);
    return { root: pathToFileURL(`${directory}/`), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Other people's packages are those installed here, its own those of its sources. */
async function linkPackages(directory: string): Promise<void> {
  const installed = join(repository, 'node_modules');
  const target = join(directory, 'node_modules');
  await mkdir(join(target, '@memo'), { recursive: true });
  for (const name of await readdir(installed)) {
    if (name.startsWith('.') || name === '@memo') continue;
    await symlink(join(installed, name), join(target, name));
  }
  for (const kind of ['libs', 'apps']) {
    for (const name of await readdir(join(directory, kind))) {
      await symlink(join(directory, kind, name), join(target, '@memo', name));
      const apart = join(repository, kind, name, 'node_modules');
      if (existsSync(apart)) await symlink(apart, join(directory, kind, name, 'node_modules'));
    }
  }
}
