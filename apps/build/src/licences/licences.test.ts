import { expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedPackages } from './installed-packages.ts';
import { licenceProblems, type InstalledPackage } from './licences.ts';

const problemsOf = (said: Omit<InstalledPackage, 'name' | 'version'>) =>
  licenceProblems([{ name: 'a', version: '1.0.0', ...said }]);

it.each([
  { license: 'MIT' },
  { license: '(GPL-3.0-only OR Apache-2.0)' },
  { license: '(MIT AND Zlib)' },
  { license: { type: 'ISC' } },
  { licenses: [{ type: 'GPL-2.0-only' }, { type: 'MIT' }] },
])('a package may be used under %j', (said) => {
  expect(problemsOf(said)).toEqual([]);
});

it.each([
  { license: 'AGPL-3.0-only' },
  { license: '(MIT AND GPL-3.0-only)' },
  { license: 'SEE LICENSE IN LICENSE' },
  { license: 'UNLICENSED' },
  { license: '' },
  {},
])('a package is named that is under %j', (said) => {
  expect(problemsOf(said)).toEqual([expect.stringContaining('a 1.0.0')]);
});

it('packages are found wherever npm puts them', async () => {
  const repository = await mkdtemp(join(tmpdir(), 'memo-licences-'));
  const places = ['a', '@scope/b', 'a/node_modules/c', '@memo/own'];
  const paths = places.map((place) => `node_modules/${place}`).concat('apps/x/node_modules/d');
  for (const path of [...paths, 'libs']) {
    await mkdir(join(repository, path), { recursive: true });
    const manifest = { name: path.split('/').at(-1), version: '1.0.0' };
    await writeFile(join(repository, path, 'package.json'), JSON.stringify(manifest));
  }
  const found = await installedPackages(repository);
  await rm(repository, { recursive: true });
  expect(found.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd']);
});
