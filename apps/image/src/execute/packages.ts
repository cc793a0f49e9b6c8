import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Dockerfile } from '../dockerfile/parse.ts';

const run = promisify(execFile);

const installs =
  /^apt-get update && apt-get install -y --no-install-recommends ((?:[a-z0-9][a-z0-9.+-]* ?)+)&& rm -rf \/var\/lib\/apt\/lists\/\*$/;

/** The Debian packages that a command installs; null where it is another command. */
export function packagesOf(command: string): string[] | null {
  const names = installs.exec(command)?.[1];
  if (names !== undefined) return names.trim().split(' ');
  if (/\b(?:apt|apt-get|dpkg)\b/.test(command)) {
    throw new Error('packages are installed in one form alone: update, install, remove the lists');
  }
  return null;
}

/** What the base image has not, and a machine that runs Memo may. */
const ofMachines = [
  ...['ffmpeg', 'pocketsphinx', 'pocketsphinx-en-us', 'redis-server', 'tini'],
  ...['fonts-noto-core', 'fonts-noto-color-emoji', 'fonts-wqy-microhei'],
];

/** All that any stage installs, or that a machine may have beside its Debian. */
export const packagesIn = ({ stages }: Dockerfile): string[] => [
  ...new Set([
    ...ofMachines,
    ...stages
      .flatMap(({ instructions }) => instructions)
      .flatMap((one) => (one.kind === 'run' ? (packagesOf(one.command) ?? []) : [])),
  ]),
];

const isInstalled = (name: string): Promise<boolean> =>
  run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).then(
    ({ stdout }) => stdout === 'installed',
    () => false,
  );

/**
 * Packages as far as they can be had without a container: those of this machine serve, as they are; the files of others
 * are fetched and laid among the stage's, without what those depend on and without their scripts.
 */
export async function install(names: readonly string[], files: string): Promise<void> {
  for (const name of names) {
    if (await isInstalled(name)) continue;
    const directory = await mkdtemp(join(files, '../deb-'));
    try {
      await download(name, directory);
      const [archive] = await readdir(directory);
      if (archive === undefined) throw new Error(`apt-get fetched no ${name}`);
      await run('dpkg-deb', ['-x', join(directory, archive), files]);
    } catch (cause) {
      throw new Error(`${name} is neither installed here nor to be had`, { cause });
    } finally {
      await rm(directory, { recursive: true });
    }
  }
}

async function download(name: string, directory: string): Promise<void> {
  const get = () => run('apt-get', ['-qq', 'download', name], { cwd: directory });
  // A machine that has just been set up knows no package by its version.
  await get().catch(async () => {
    await run('apt-get', ['-qq', 'update']);
    await get();
  });
}

/** Whiteouts: what this machine has, and an image without these packages has not. /lib and its like are links to /usr. */
export async function hide(names: readonly string[], root: string): Promise<void> {
  for (const place of ['usr', 'etc']) await mkdir(join(root, 'hidden', place), { recursive: true });
  const hideAll = `for name; do dpkg -L "$name" 2>/dev/null || true; done |
    sed -E 's#^/(s?bin|lib(64)?)/#/usr&#' | while read -r file; do
    [ -d "$file" ] && continue
    mkdir -p "$hidden$(dirname "$file")"
    [ -e "$hidden$file" ] || mknod "$hidden$file" c 0 0
  done`;
  await run('sh', ['-c', hideAll, 'sh', ...names], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', hidden: join(root, 'hidden') },
    maxBuffer: 1e8,
  });
}
