import { execFile } from 'node:child_process';
import { copyFile, glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { copyOf, packageManifest, rootManifest, type Manifest } from './manifests.ts';

/** What an app is started by. Only modules that are loaded after the first statement are mapped to their source. */
const entry = `import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true);
await import('./src/main.js');
`;

/**
 * Writes what runs in production: the JavaScript of every app and library that tsconfig.build.json names, at the places
 * their sources have, with the manifests and the lockfile that `npm ci` asks for. What was in `out` before is removed.
 * @throws Error with the compiler's words.
 */
export async function build(repository: string, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await compile(repository, out);
  const packages = [...(await foldersOf(out, 'apps')), ...(await foldersOf(out, 'libs'))];
  for (const folder of packages) {
    const [source, target] = [join(repository, folder), join(out, folder)];
    const manifest = await readManifest(source);
    await writeManifest(target, packageManifest(manifest));
    await copyAssets(source, target);
    await copyImports(manifest, source, target);
    if (folder.startsWith('apps/')) await writeFile(join(target, 'main.js'), entry);
  }
  await writeManifest(out, rootManifest(await readManifest(repository), packages));
  for (const file of ['package-lock.json', '.npmrc']) {
    await copyFile(join(repository, file), join(out, file));
  }
}

async function compile(repository: string, out: string): Promise<void> {
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const settings = join(repository, 'tsconfig.build.json');
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', settings, '--outDir', out]);
  } catch (thrown) {
    throw new Error((thrown as { stdout: string }).stdout, { cause: thrown });
  }
}

const foldersOf = async (root: string, kind: 'apps' | 'libs'): Promise<string[]> =>
  (await readdir(join(root, kind))).sort().map((name) => `${kind}/${name}`);

/** What is read at run time and is no TypeScript, such as the template of a document. */
async function copyAssets(source: string, target: string): Promise<void> {
  for await (const path of glob('src/**/*.*', { cwd: source })) {
    if (path.endsWith('.ts')) continue;
    await mkdir(dirname(join(target, path)), { recursive: true });
    await copyFile(join(source, path), join(target, path));
  }
}

/** Single files of packages that a built app then does without, such as what a browser loads. */
async function copyImports({ imports }: Manifest, source: string, target: string): Promise<void> {
  const { resolve } = createRequire(join(source, 'package.json'));
  for (const [name, file] of Object.entries(imports ?? {})) {
    const copy = join(target, copyOf(name));
    await mkdir(dirname(copy), { recursive: true });
    const original = resolve(file);
    await copyFile(original, copy);
    await copyNotices(original, dirname(copy));
  }
}

/** The notices that come with a file and with its package: their licences ask that a copy has them too. */
async function copyNotices(original: string, target: string): Promise<void> {
  const manifest = findPackageJSON(pathToFileURL(original));
  if (manifest === undefined) throw new Error(`${original} belongs to no package`);
  const root = dirname(manifest);
  // A bundle names its own in its first line.
  for await (const path of glob(`${original}.LICENSE*`)) {
    await copyFile(path, join(target, basename(path)));
  }
  for await (const notice of glob('{LICENSE,NOTICE}*', { cwd: root })) {
    await copyFile(join(root, notice), join(target, `${basename(root)}.${notice}`));
  }
}

const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

const writeManifest = (folder: string, manifest: Manifest): Promise<void> =>
  writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
