import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

/** In the place of the real one: what it compiles is a program that says which compilation it is of. */
const compiler = `
  import { mkdirSync, readFileSync, writeFileSync, statSync } from 'node:fs';
  const [, , cache] = process.argv;
  const source = 'source.txt';
  const name = readFileSync(source, 'utf8');
  const folder = cache + '/' + name + '/apps/stack/src';
  mkdirSync(folder + '/compiled', { recursive: true });
  writeFileSync(cache + '/' + name + '/package.json', '{"type":"module"}');
  writeFileSync(folder + '/compiled/source-lines.main.js', '');
  writeFileSync(folder + '/told.js', 'console.log(' + JSON.stringify(name) + ', ...process.argv.slice(2))');
  const { mtimeMs, size } = statSync(source);
  const files = { [source]: [mtimeMs, size] };
  writeFileSync(cache + '/current.json', JSON.stringify({ name, node: process.version, files }));`;

let repository: string;

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'memo-run-'));
  await mkdir(join(repository, 'apps/stack/src/compiled'), { recursive: true });
  await mkdir(join(repository, 'node_modules/.cache/memo'), { recursive: true });
  await copyFile(join(import.meta.dirname, '../run.js'), join(repository, 'apps/stack/run.js'));
  await writeFile(join(repository, 'package.json'), '{"type":"module"}');
  await writeFile(join(repository, 'apps/stack/src/compiled/compile.main.ts'), compiler);
});

afterEach(() => rm(repository, { recursive: true }));

const source = () => join(repository, 'source.txt');

async function run(...words: string[]) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    join(repository, 'apps/stack/run.js'),
    'told',
    ...words,
  ]);
  return { said: stdout, compiled: stderr.includes('Compiling') };
}

it('compiles once, and again when a source has changed', async () => {
  await writeFile(source(), 'first');
  expect(await run('--help')).toEqual({ said: 'first --help\n', compiled: true });
  expect(await run()).toEqual({ said: 'first\n', compiled: false });
  await writeFile(source(), 'again');
  expect(await run()).toEqual({ said: 'again\n', compiled: true });
});

it('compiles again when a source is older than before, as after a change of branches', async () => {
  await writeFile(source(), 'newer');
  await run();
  await writeFile(source(), 'older');
  await utimes(source(), new Date(0), new Date(0));
  expect(await run()).toEqual({ said: 'older\n', compiled: true });
});

it('runs nothing when what it is made of cannot be compiled', async () => {
  await expect(run()).rejects.toThrow('ENOENT');
});
