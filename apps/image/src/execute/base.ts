import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processEnvironment } from '@memo/config';

/** Where npm is told how this machine reaches its registry. */
const forNpm = /^(?:npm_config_(?!user_agent)\w+|(?:https?|no)_proxy)$/i;

/**
 * Makes what Node's image has and this machine has elsewhere or not at all: `node` in /usr/local, the user `node`, and
 * the folders of an empty Debian.
 * @returns the variables with which npm reaches the registry from there.
 */
export async function makeBase(directory: string): Promise<Record<string, string>> {
  const base = join(directory, '.base');
  for (const folder of ['dev', 'proc', 'tmp', 'run/memo', 'root', 'var/tmp', 'home/node', 'etc']) {
    await mkdir(join(base, folder), { recursive: true });
  }
  await chmod(join(base, 'var/tmp'), 0o1777);
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await symlink(`usr/${folder}`, join(base, folder));
  }
  await mkdir(join(base, 'usr/local/bin'), { recursive: true });
  await copyFile(process.execPath, join(base, 'usr/local/bin/node'));
  for (const file of ['passwd', 'group']) {
    const lines = (await readFile(`/etc/${file}`, 'utf8')).split('\n');
    const others = lines.filter((line) => !/^[^:]*:[^:]*:1000:/.test(line) && line !== '');
    const node = file === 'passwd' ? 'node:x:1000:1000::/home/node:/bin/sh' : 'node:x:1000:';
    await writeFile(join(base, 'etc', file), [...others, node, ''].join('\n'));
  }
  // Often a link to somewhere else.
  await writeFile(join(base, 'etc/resolv.conf'), await readFile('/etc/resolv.conf', 'utf8'));
  return await lendRegistry(base);
}

async function lendRegistry(base: string): Promise<Record<string, string>> {
  const environment = processEnvironment();
  const lent = Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && forNpm.test(entry[0]),
    ),
  );
  const settings = join(environment.HOME ?? '/root', '.npmrc');
  await copyFile(settings, join(base, 'root/.npmrc')).catch(() => undefined);
  const { NODE_EXTRA_CA_CERTS: certificates } = environment;
  if (certificates === undefined || certificates === '') return lent;
  await copyFile(certificates, join(base, 'etc/extra-ca.crt'));
  return { ...lent, NODE_EXTRA_CA_CERTS: '/etc/extra-ca.crt' };
}
