/**
 * Compiles what `npm start` runs into a directory of its own below the one in the first argument. What it was made of,
 * and how that looked, is written down there; apps/stack/run.js compares it at each start.
 */
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

/** What runs may still load a part of what it was started from. */
const kept = 4;

const [, , cache = ''] = process.argv;
const repository = process.cwd();
const startedMs = Date.now();
const name = `${startedMs.toString(36)}-${process.pid}`;
await mkdir(cache, { recursive: true });
const inputs = await bundle(repository, join(cache, name));

const files: Record<string, [number, number]> = {};
for (const file of inputs) {
  const { mtimeMs, size } = await stat(join(repository, file));
  // What was changed meanwhile may have been read before or after.
  files[file] = [mtimeMs < startedMs ? mtimeMs : 0, size];
}
const current = join(cache, 'current.json');
await writeFile(
  `${current}.${process.pid}`,
  JSON.stringify({ name, node: process.version, files }),
);
await rename(`${current}.${process.pid}`, current);

const older = (await readdir(cache)).filter((one) => /^\w+-\d+$/.test(one)).sort();
for (const one of older.slice(0, -kept)) {
  await rm(join(cache, one), { recursive: true, force: true });
}
