import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseIgnore } from './ignore.ts';

/** What a builder is sent of a repository. */
export interface BuildContext {
  root: string;
  /** Its files, named from the root on. */
  files: string[];
}

/** Too many files to look at, and none of them is ever sent. */
const skipped = new Set(['node_modules', '.git']);

export async function readContext(root: string): Promise<BuildContext> {
  const ignores = parseIgnore(await readFile(join(root, '.dockerignore'), 'utf8'));
  const files: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) {
        if (!ignores(path)) files.push(path);
      } else if (!skipped.has(entry.name)) await walk(path);
    }
  };
  await walk('');
  return { root, files: files.sort() };
}
