import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { takeApp } from './app-alone.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-alone-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), content);
}

it('one app is taken with the libraries that it needs, and those that these need', async () => {
  const packages: Record<string, string[]> = {
    'apps/api': ['@memo/access', 'express'],
    'apps/cli': ['@memo/errors'],
    'libs/access': ['@memo/entities', '@memo/errors'],
    'libs/entities': ['@memo/access', 'pg'],
    'libs/errors': [],
    'libs/audio': ['@memo/errors'],
  };
  for (const [folder, names] of Object.entries(packages)) {
    const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']));
    await write(`dist/${folder}/package.json`, JSON.stringify({ dependencies }));
    await write(`dist/${folder}/src/main.js`, folder);
  }
  const root = { name: 'memo', workspaces: Object.keys(packages) };
  const optionalDependencies = { 'ffmpeg-static': '5.3.0' };
  await write('dist/package.json', JSON.stringify({ ...root, optionalDependencies }));
  await write('dist/package-lock.json', '{}');
  await write('dist/.npmrc', 'save-exact=true');
  await write('out/left-over', '');

  await takeApp(join(directory, 'dist'), 'api', join(directory, 'out'));

  const out = join(directory, 'out');
  const manifest = JSON.parse(await readFile(join(out, 'package.json'), 'utf8')) as object;
  expect(manifest).toEqual({
    name: 'memo',
    workspaces: ['apps/api', 'libs/access', 'libs/entities', 'libs/errors'],
    engines: { node: '>=24' },
  });
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(
    files.map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1)).sort(),
  ).toEqual([
    '.npmrc',
    ...['apps/api', 'libs/access', 'libs/entities', 'libs/errors'].flatMap((folder) => [
      `${folder}/package.json`,
      `${folder}/src/main.js`,
    ]),
    ...['package-lock.json', 'package.json'],
  ]);
});
