import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processEnvironment } from '@memo/config';
import { createEmptyTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const main = join(import.meta.dirname, '../src/main.ts');

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyTestDatabase();
});
afterAll(() => database.close());

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a process of its own, to its end. */
async function memo(words: string[], databaseUrl: string): Promise<Ended> {
  const { PATH = '' } = processEnvironment();
  try {
    const ended = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), main, ...words],
      { env: { PATH, DATABASE_URL: databaseUrl }, timeout: 25_000 },
    );
    return { code: 0, ...ended };
  } catch (thrown) {
    return thrown as Ended;
  }
}

it('migrates an empty database, and finds nothing to do the next time', async () => {
  const first = await memo(['migrate', '--json'], database.url);
  expect(first.code).toBe(0);
  const { migrations } = JSON.parse(first.stdout) as { migrations: string[] };
  expect(migrations[0]).toBe('Initial1763690000000');
  expect(await memo(['migrate'], database.url)).toMatchObject({
    code: 0,
    stdout: 'The database is up to date.\n',
  });
});

it('without a database says so, and what to look at', async () => {
  expect(await memo(['migrate'], 'postgres://127.0.0.1:1/none')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^The database could not be prepared: [^\n]* DATABASE_URL[^\n]*\n$/,
    ),
  });
});

it('a setting that is wrong is named', async () => {
  const { code, stderr } = await memo(['migrate'], 'mysql://somewhere');
  expect(code).toBe(1);
  expect(stderr).toContain('DATABASE_URL');
});

it('a command there is not ends with 2', async () => {
  const { code, stderr } = await memo(['migrant'], database.url);
  expect(code).toBe(2);
  expect(stderr).toMatch(/unknown command 'migrant'/);
});
