import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bundle } from './bundle.ts';
import { repository } from './main-of.ts';

const folder = 'apps/stack/src/compiled';

let out: string;
let madeOf: string[];
let said: { directory: string; name: string; stack: string };

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'memo-compiled-'));
  const programs = [`${folder}/test/told.main.ts`, `${folder}/source-lines.main.ts`];
  madeOf = await bundle(repository, out, programs);
  const [main = '', lines = ''] = programs.map((one) => join(out, one.replace('.ts', '.js')));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', lines, main]);
  said = JSON.parse(stdout) as typeof said;
});

afterAll(() => rm(out, { recursive: true }));

it('a compiled program finds what lies beside its source', () => {
  expect(said.directory).toBe(join(repository, folder, 'test'));
});

it('keeps the names of classes', () => {
  expect(said.name).toBe('Told');
});

it('names the lines of its sources in stack traces', () => {
  expect(said.stack).toMatch(/^(Internal|App|)Error: told\n {4}at .*told\.main\.ts:6:/i);
});

it('is made of its sources and what decides how they are read, and of no file of a package', () => {
  expect(madeOf).toEqual(
    expect.arrayContaining([
      `${folder}/test/told.main.ts`,
      'libs/errors/src/app-error.ts',
      'libs/errors/package.json',
      'tsconfig.base.json',
      'node_modules/.package-lock.json',
    ]),
  );
  expect(madeOf.filter((file) => file.includes('node_modules/'))).toHaveLength(1);
});
