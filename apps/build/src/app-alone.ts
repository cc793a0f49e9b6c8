import { cp, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootManifest, type Manifest } from './manifests.ts';

/**
 * Takes one app out of what was built, with the libraries that it needs and a root manifest of no others: npm installs
 * there what this app needs. What was in `out` before is removed.
 * @param dist as `build` writes it.
 */
export async function takeApp(dist: string, app: string, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const folders = [`apps/${app}`, ...(await librariesOf(dist, `apps/${app}`))].sort();
  for (const folder of folders)
    await cp(join(dist, folder), join(out, folder), { recursive: true });
  const root = rootManifest(await readManifest(dist), folders);
  // What a server may have beside what the apps ask for, such as an ffmpeg that is fetched while it is installed.
  delete root.optionalDependencies;
  await writeFile(join(out, 'package.json'), `${JSON.stringify(root, null, 2)}\n`);
  for (const file of ['package-lock.json', '.npmrc']) {
    await copyFile(join(dist, file), join(out, file));
  }
}

/** The folders of the libraries that a package needs, and of those that these need. */
async function librariesOf(
  dist: string,
  folder: string,
  found = new Set<string>(),
): Promise<Set<string>> {
  const { dependencies = {} } = await readManifest(join(dist, folder));
  for (const name of Object.keys(dependencies)) {
    const library = name.replace(/^@memo\//, 'libs/');
    if (library === name || found.has(library)) continue;
    await librariesOf(dist, library, found.add(library));
  }
  return found;
}

const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
