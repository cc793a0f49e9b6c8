import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEmptyTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordMigrations } from '../migrate/record.ts';

const releaseFolder = join(import.meta.dirname, '../../../../release');

const frozen = JSON.parse(await readFile(join(releaseFolder, 'migrations.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>;
const versions = Object.keys(frozen);

async function problemWith(file: string, checksum: string, version: string): Promise<string[]> {
  const content = await readFile(join(import.meta.dirname, file)).catch(() => null);
  const told = `${file} was released with ${version}`;
  if (content === null) return [`${told} and is gone: databases out there ran it. Bring it back.`];
  if (createHash('sha256').update(content).digest('hex') === checksum) return [];
  return [
    `${told} and has changed: databases out there ran it as it was, and never run it again. Restore it, and change the tables in a new migration (npm run migration:new -- name).`,
  ];
}

it.each(versions)('the migrations of release %s are as they were released', async (version) => {
  const files = Object.entries(frozen[version] ?? {});
  expect(files.length).toBeGreaterThan(0);
  const problems = files.map(([file, checksum]) => problemWith(file, checksum, version));
  expect((await Promise.all(problems)).flat()).toEqual([]);
});

it('a migration that is gone or changed is told of in a sentence', async () => {
  expect(await problemWith('1000000000000-gone.ts', '', '0.2.0')).toEqual([
    expect.stringContaining('1000000000000-gone.ts was released with 0.2.0 and is gone'),
  ]);
  expect(await problemWith('index.ts', '', '0.2.0')).toEqual([
    expect.stringContaining('index.ts was released with 0.2.0 and has changed'),
  ]);
});

describe.each(versions)('release/%s.sql', (version) => {
  let bySql: TestDatabase;
  let byMigrations: TestDatabase;

  beforeAll(async () => {
    [bySql, byMigrations] = await Promise.all([
      createEmptyTestDatabase(),
      createEmptyTestDatabase(),
    ]);
  });
  afterAll(() => Promise.all([bySql.close(), byMigrations.close()]));

  it('makes of an empty database what the migrations of that release make of it', async () => {
    const sql = await readFile(join(releaseFolder, `${version}.sql`), 'utf8');
    await bySql.dataSource.query(sql);
    const { dataSource } = byMigrations;
    const names = (await ask(bySql, 'SELECT name FROM migrations')).map(({ name }) => name);
    for (const { name } of await recordMigrations()) {
      const index = dataSource.migrations.findIndex((one) => one.name === name);
      if (!names.includes(name)) dataSource.migrations.splice(index, 1);
    }
    await dataSource.runMigrations();
    for (const [what, query] of Object.entries(catalog)) {
      expect({ [what]: await ask(bySql, query) }).toEqual({
        [what]: await ask(byMigrations, query),
      });
    }
  });
});

const ask = ({ dataSource }: TestDatabase, sql: string) =>
  dataSource.query<Record<string, unknown>[]>(sql);

/** Everything that makes up a schema here, in words that say the same of two databases that are the same. */
const catalog = {
  columns: `SELECT table_name, column_name, data_type, datetime_precision, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  indexes: `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef`,
  constraints: `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  triggers: `SELECT pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
  functions: `SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'plpgsql' ORDER BY 1`,
  extensions: 'SELECT extname FROM pg_extension ORDER BY 1',
  templates: 'SELECT id, title, key_points_prompt, summary_prompt FROM templates ORDER BY id',
  migrations: 'SELECT timestamp, name FROM migrations ORDER BY id',
};
