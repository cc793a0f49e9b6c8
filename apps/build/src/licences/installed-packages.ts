import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstalledPackage } from './licences.ts';

/** Every package that is installed for the repository, wherever npm has put it. Its own are links, and left out. */
export async function installedPackages(repository: string): Promise<InstalledPackage[]> {
  const found: InstalledPackage[] = [];
  for (const kind of ['', 'apps', 'libs']) {
    const parent = join(repository, kind);
    const folders =
      kind === '' ? [parent] : (await readdir(parent)).map((name) => join(parent, name));
    for (const folder of folders) found.push(...(await packagesBelow(folder)));
  }
  return found;
}

async function packagesBelow(folder: string): Promise<InstalledPackage[]> {
  const found: InstalledPackage[] = [];
  const modules = join(folder, 'node_modules');
  for (const path of existsSync(modules) ? await packageFolders(modules) : []) {
    const manifest = join(path, 'package.json');
    if (!existsSync(manifest)) continue;
    found.push(JSON.parse(await readFile(manifest, 'utf8')) as InstalledPackage);
    found.push(...(await packagesBelow(path)));
  }
  return found;
}

/** Those of a scope are one folder deeper. */
async function packageFolders(modules: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(modules, { withFileTypes: true })) {
    const path = join(modules, entry.name);
    if (entry.name === '@memo' || entry.name.startsWith('.')) continue;
    if (entry.name.startsWith('@')) found.push(...(await packageFolders(path)));
    else found.push(path);
  }
  return found;
}
