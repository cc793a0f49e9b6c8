import { execFile } from 'node:child_process';
import { copyFile, lstat, mkdir } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import type { BuildContext } from '../context/build-context.ts';
import { DockerfileError } from '../dockerfile/dockerfile-error.ts';
import type { Layer } from './layer.ts';

interface Copy {
  line: number;
  /** A stage before, or what the builder was sent. */
  from: Layer | BuildContext;
  sources: string[];
  target: string;
  into: Layer;
}

/** COPY: the content of a folder, or a file under its name or the one that is given. */
export async function copy({ line, from, sources, target, into }: Copy): Promise<void> {
  const inside = posix.resolve(into.directory, target);
  const isFolder = sources.length > 1 || /(^|\/)\.{0,2}$/.test(target);
  for (const source of sources) {
    const place = join(into.files, inside);
    const missing = () => new DockerfileError(line, `there is no ${source} to copy`);
    if ('root' in from) await copyContext(from, posix.normalize(source), place, isFolder, missing);
    else await copyLayer(join(from.files, posix.resolve('/', source)), place, isFolder, missing);
  }
}

async function copyLayer(
  source: string,
  place: string,
  isFolder: boolean,
  missing: () => Error,
): Promise<void> {
  const found = await lstat(source).catch(() => null);
  if (found === null) throw missing();
  const target = isFolder && !found.isDirectory() ? join(place, basename(source)) : place;
  await mkdir(found.isDirectory() ? target : dirname(target), { recursive: true });
  await copyTree(found.isDirectory() ? `${source}/.` : source, target);
}

async function copyContext(
  { root, files }: BuildContext,
  source: string,
  place: string,
  isFolder: boolean,
  missing: () => Error,
): Promise<void> {
  const below = source === '.' || source === './' ? '' : `${source.replace(/\/$/, '')}/`;
  const wanted = files.includes(source)
    ? [{ path: source, target: isFolder ? join(place, basename(source)) : place }]
    : files
        .filter((path) => path.startsWith(below))
        .map((path) => ({ path, target: join(place, path.slice(below.length)) }));
  if (wanted.length === 0) throw missing();
  for (const { path, target } of wanted) {
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(root, path), target);
  }
}

/** Links as links; where the disk can, without doubling what it holds. */
export const copyTree = async (source: string, target: string): Promise<void> => {
  await promisify(execFile)('cp', ['-a', '--reflink=auto', source, target]);
};
