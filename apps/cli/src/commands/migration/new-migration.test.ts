import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmptyTestDatabase } from '@memo/testing';
import { readDrift, recordMigrations, type Drift } from '@memo/entities';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { format } from 'prettier';
import { migrationsFolder, writeMigration } from './new-migration.ts';
import { writeRelease } from './release.ts';

const checkout = join(import.meta.dirname, '../../../../..');

let repository: string;

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'memo-migration-'));
  for (const path of [migrationsFolder, 'docs/openapi.json', 'release/migrations.json']) {
    await mkdir(join(repository, path, '..'), { recursive: true });
    await cp(join(checkout, path), join(repository, path), { recursive: true });
  }
});
afterEach(() => rm(repository, { recursive: true }));

const now = Date.UTC(2027, 0, 1);
const noDrift: Drift = { up: [], down: [] };
const write = (name: string, drift = noDrift) =>
  writeMigration({ repository, name, now, readDrift: () => Promise.resolve(drift) });

const content = (path: string) => readFile(join(repository, path), 'utf8');
const formatted = (text: string) =>
  format(text, { parser: 'typescript', singleQuote: true, printWidth: 100 });

describe('a new migration', () => {
  it('has the drift as SQL, and is in the index', async () => {
    const { file, drift } = await write('sign-in-attempts', {
      up: ['ALTER TABLE "users" ADD "hint" text DEFAULT \'`${x}`\''],
      down: ['ALTER TABLE "users" DROP COLUMN "hint"'],
    });
    expect(file).toBe(`${migrationsFolder}/${now}-sign-in-attempts.ts`);
    expect(drift).toBe(1);
    const text = await content(file);
    expect(text).toContain(`export class SignInAttempts${now} implements Migration`);
    expect(text).toContain('ADD "hint" text DEFAULT \'\\`\\${x}\\`\';');
    expect(text).toContain('DROP COLUMN "hint";');
    expect(await formatted(text)).toBe(text);

    const index = await content(`${migrationsFolder}/index.ts`);
    expect(index).toContain(`import { SignInAttempts${now} } from './${now}-sign-in-attempts.ts';`);
    expect(index).toMatch(new RegExp(`SignInAttempts${now},?\\s*\\];`));
    expect(await formatted(index)).toBe(index);
  });

  it('comes after those that are there, whatever the clock says', async () => {
    const first = await write('first');
    const second = await write('second');
    expect(second.file.localeCompare(first.file)).toBe(1);
  });

  it.each(['', 'Sign-In', 'sign_in', '../escape', '1st', 'a--b'])(
    'is not written under a bad name: "%s"',
    async (name) => {
      await expect(write(name)).rejects.toMatchObject({ kind: 'invalid_input' });
    },
  );

  it('is not written under a name that is taken', async () => {
    await write('first');
    await expect(write('first')).rejects.toMatchObject({ kind: 'conflict' });
  });
});

it('entities and migrations are compared in a database that is gone afterwards', async () => {
  const database = await createEmptyTestDatabase();
  try {
    const all = () => database.dataSource.query('SELECT datname FROM pg_database');
    expect(await readDrift(database.url)).toEqual(noDrift);
    expect(JSON.stringify(await all())).not.toContain('memo_drift');
  } finally {
    await database.close();
  }
});

describe('a release', () => {
  it('keeps its tables and its API, and freezes what is new', async () => {
    await write('first');
    const migrations = await recordMigrations();
    const document = await content('docs/openapi.json');
    const released = document.replace(/"version": "[^"]+"/, '"version": "7.0.0"');
    await writeFile(join(repository, 'docs/openapi.json'), released);
    await writeRelease({ repository, version: '7.0.0', migrations });
    expect(await content('release/7.0.0.openapi.json')).toBe(await content('docs/openapi.json'));
    expect(await content('release/7.0.0.sql')).toContain('CREATE TABLE "meetings"');
    const frozen = JSON.parse(await content('release/migrations.json')) as Record<string, object>;
    expect(Object.keys(frozen['7.0.0'] ?? {})).toContain(`${now}-first.ts`);
    expect(Object.keys(frozen['7.0.0'] ?? {})).not.toContain('1763690000000-initial.ts');
  });

  it.each([
    ['0.2.0', 'conflict'],
    // The document of the API says another version.
    ['7.0.0', 'conflict'],
    ['next', 'invalid_input'],
  ])('is not written as %s', async (version, kind) => {
    await expect(writeRelease({ repository, version, migrations: [] })).rejects.toMatchObject({
      kind,
    });
  });
});
