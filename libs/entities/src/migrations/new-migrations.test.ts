import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEmptyTestDatabase, createTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { problemsOf } from '../../test/expand-only/expand-only.ts';
import type { Released } from '../../test/expand-only/problem.ts';
import { recordMigrations } from '../migrate/record.ts';

const releaseFolder = join(import.meta.dirname, '../../../../release');
const versions = Object.keys(
  JSON.parse(await readFile(join(releaseFolder, 'migrations.json'), 'utf8')) as object,
);
const version = versions.at(-1) ?? '';

let before: TestDatabase;
let after: TestDatabase;

beforeAll(async () => {
  [before, after] = await Promise.all([createEmptyTestDatabase(), createTestDatabase()]);
  await before.dataSource.query(await readFile(join(releaseFolder, `${version}.sql`), 'utf8'));
});
afterAll(() => Promise.all([before.close(), after.close()]));

async function names({ dataSource }: TestDatabase, sql: string): Promise<Set<string>> {
  const rows: { name: string }[] = await dataSource.query(sql);
  return new Set(rows.map(({ name }) => name));
}

async function readReleased(): Promise<Released> {
  const defaults = await names(
    after,
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_default IS NOT NULL`,
  );
  return {
    version,
    versions,
    tables: await names(
      before,
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    ),
    keys: await names(
      before,
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace`,
    ),
    hasDefault: (table, column) => defaults.has(`${table}.${column}`),
  };
}

it(`migrations made since ${version} leave its code running on their tables`, async () => {
  const released = await readReleased();
  const ran = await names(before, 'SELECT name FROM migrations');
  const since = (await recordMigrations()).filter(({ name }) => !ran.has(name));
  const problems = await Promise.all(since.map((migration) => problemsOf(migration, released)));
  expect(problems.flat()).toEqual([]);
});
