import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { watch } from 'chokidar';

interface SourceWatch {
  /** The folder that has `apps` and `libs`. */
  repository: string;
  /** Which apps are of interest, by name. */
  apps: readonly string[];
  /** Gets an app's name and a file it is made of that has just changed, relative to the repository. */
  onChange: (app: string, file: string) => void;
}

/** Tests, and what is beside the sources. */
const notRun = /\.test\.ts$|\/(test|node_modules)(\/|$)|\/\.[^/]*$/;

/**
 * Watches the sources of apps and of the libraries they depend on, by their package.json. Resolves once it does.
 * @returns stops it.
 */
export async function watchAppSources({
  repository,
  apps,
  onChange,
}: SourceWatch): Promise<() => Promise<void>> {
  const libraries = await readdir(join(repository, 'libs'));
  const dependsOn = new Map<string, Set<string>>();
  for (const app of apps) dependsOn.set(app, await foldersOf(repository, app, libraries));

  const folders = [...new Set([...dependsOn.values()].flatMap((all) => [...all]))];
  const watcher = watch(
    folders.map((folder) => join(repository, folder)),
    { ignored: (path) => notRun.test(path), ignoreInitial: true },
  );
  watcher.on('all', (_event, path) => {
    // Not folders, and not what editors write beside a file.
    if (!/\.(ts|json)$/.test(path)) return;
    const file = relative(repository, path);
    const folder = file.split('/').slice(0, 2).join('/');
    for (const app of apps) if (dependsOn.get(app)?.has(folder)) onChange(app, file);
  });
  await new Promise<void>((resolve, reject) => watcher.once('ready', resolve).on('error', reject));
  return () => watcher.close();
}

/** The folders an app's code is in: its own and those of libraries it depends on, however far down. */
async function foldersOf(
  repository: string,
  app: string,
  libraries: readonly string[],
): Promise<Set<string>> {
  const folders = new Set([`apps/${app}`]);
  // A set is walked to its end, also where that moves away.
  for (const folder of folders) {
    const manifest = await readFile(join(repository, folder, 'package.json'), 'utf8');
    const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: object };
    for (const library of libraries) {
      if (`@memo/${library}` in dependencies) folders.add(`libs/${library}`);
    }
  }
  return folders;
}
