import { describe, expect, it } from '@jest/globals';
import type { RecordedMigration } from '../../src/migrate/record.ts';
import { problemsOf } from './expand-only.ts';
import type { Released } from './problem.ts';

const released: Released = {
  version: '0.2.0',
  versions: ['0.1.0', '0.2.0'],
  tables: new Set(['meetings', 'users']),
  keys: new Set(['UQ_meeting']),
  hasDefault: (table, column) => table === 'users' && column === 'city',
};

const migration = (
  sql: string | string[],
  more: Partial<RecordedMigration> = {},
): RecordedMigration => ({
  name: 'Change1',
  timestamp: 1,
  transaction: true,
  contracts: undefined,
  queries: [sql].flat(),
  ...more,
});

const problems = (sql: string | string[], more?: Partial<RecordedMigration>) =>
  problemsOf(migration(sql, more), released);

describe('a migration that only adds', () => {
  it.each([
    'CREATE TABLE notes (id uuid PRIMARY KEY); CREATE INDEX n ON notes (id); ALTER TABLE notes DROP COLUMN id',
    'ALTER TABLE meetings ADD COLUMN mood text',
    "ALTER TABLE meetings ADD COLUMN mood text NOT NULL DEFAULT 'good'",
    'ALTER TABLE meetings ALTER COLUMN title DROP NOT NULL',
    'ALTER TABLE users ALTER COLUMN city SET NOT NULL',
    'ALTER TABLE meetings ADD CONSTRAINT c CHECK (a > 1) NOT VALID',
    'ALTER TABLE meetings VALIDATE CONSTRAINT c',
    'ALTER TABLE meetings ADD CONSTRAINT u UNIQUE USING INDEX u_index',
    'DROP INDEX some_index',
    'ALTER TABLE meetings DROP CONSTRAINT some_check',
    'UPDATE meetings SET mood = NULL',
    'ALTER TABLE meetings ADD COLUMN at timestamptz NOT NULL DEFAULT now()',
    "ALTER TABLE meetings ADD COLUMN tags jsonb NOT NULL DEFAULT '{}'::jsonb",
    'CREATE TABLE notes (id uuid); ALTER TABLE meetings ADD COLUMN note uuid REFERENCES notes (id)',
    'CREATE TABLE notes (at bigint); INSERT INTO notes SELECT 1 FROM meetings',
    'ALTER TABLE meetings ADD COLUMN a int; ALTER TABLE meetings ADD COLUMN b int',
    'ALTER TABLE meetings ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES users (id) NOT VALID',
  ])('is let through: %s', async (sql) => {
    expect(await problems(sql)).toEqual([]);
  });

  it('may build indexes outside of a transaction', async () => {
    const sql = [
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON meetings (title)',
      'DROP INDEX CONCURRENTLY IF EXISTS j',
    ];
    expect(await problems(sql, { transaction: false })).toEqual([]);
  });
});

describe('a migration that breaks the release that runs', () => {
  const breaking: [string, string][] = [
    ['ALTER TABLE meetings DROP COLUMN title', 'drops meetings.title'],
    ['ALTER TABLE meetings RENAME COLUMN title TO name', 'renames meetings.title to name'],
    ['ALTER TABLE meetings RENAME TO talks', 'renames meetings to talks'],
    ['ALTER TABLE meetings ALTER COLUMN a SET NOT NULL', 'requires meetings.a without a default'],
    ['ALTER TABLE meetings ALTER a TYPE bigint', 'changes the type of meetings.a'],
    ['ALTER TABLE meetings ALTER a DROP DEFAULT', 'takes the default of meetings.a away'],
    [
      'ALTER TABLE meetings ADD COLUMN a int NOT NULL',
      'adds meetings.a NOT NULL without a default',
    ],
    ['ALTER TABLE meetings DROP CONSTRAINT "UQ_meeting"', 'drops the key UQ_meeting'],
    ['DROP INDEX "UQ_meeting"', 'drops the key UQ_meeting'],
    ['DROP TABLE other, public.users', 'drops the table users'],
    ['TRUNCATE users', 'empties a table'],
  ];

  it.each(breaking)('is refused, with what to do: %s', async (sql, what) => {
    expect(await problems(sql)).toEqual([
      expect.stringMatching(new RegExp(`^Change1 ${what}, .*0\\.2\\.0.*contracts = `)),
    ]);
  });

  it.each(breaking)('is let through as a contraction: %s', async (sql) => {
    const contracts = { since: '0.2.0', because: 'nothing has read it since 0.2.0' };
    expect(await problems(sql, { contracts })).toEqual([]);
  });
});

describe('a migration that keeps everybody waiting', () => {
  it.each([
    ['CREATE INDEX i ON meetings (a)', 'CREATE INDEX CONCURRENTLY IF NOT EXISTS'],
    ['ALTER TABLE meetings ADD CONSTRAINT u UNIQUE (a)', 'USING INDEX'],
    ['ALTER TABLE meetings ADD COLUMN a int UNIQUE', 'USING INDEX'],
    ['ALTER TABLE meetings ADD CONSTRAINT c CHECK (a > 1)', 'NOT VALID'],
    [
      'ALTER TABLE meetings ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES users (id)',
      'VALIDATE CONSTRAINT',
    ],
    ['ALTER TABLE meetings ADD COLUMN a int CHECK (a > 1)', 'NOT VALID'],
    [
      'CREATE TABLE n (id int); ALTER TABLE meetings ADD COLUMN a int DEFAULT 1 REFERENCES n (id)',
      'VALIDATE CONSTRAINT',
    ],
    ['ALTER TABLE meetings ADD COLUMN a uuid DEFAULT gen_random_uuid()', 'writes every row'],
    ["ALTER TABLE meetings ADD COLUMN a text DEFAULT 'x' || random()", 'writes every row'],
    ['ALTER TABLE meetings ADD COLUMN a int GENERATED ALWAYS AS IDENTITY', 'writes every row'],
    ['ALTER TABLE meetings ADD COLUMN a int GENERATED ALWAYS AS (b) STORED', 'writes every row'],
    ['ALTER TABLE meetings ADD COLUMN a bigserial NOT NULL', 'writes every row'],
    ['ALTER TABLE meetings ADD COLUMN a int; UPDATE meetings SET a = 1', 'walks meetings'],
    ['ALTER TABLE meetings ADD COLUMN a int; DELETE FROM users', 'walks users'],
    [
      'CREATE TABLE n (id int); ALTER TABLE meetings ADD COLUMN a int; INSERT INTO n SELECT 1 FROM meetings',
      'walks meetings',
    ],
    [
      'ALTER TABLE meetings ADD CONSTRAINT c CHECK (a > 1) NOT VALID; ALTER TABLE meetings VALIDATE CONSTRAINT c',
      'walks meetings',
    ],
    [
      'CREATE TABLE n (id int REFERENCES users); ALTER TABLE meetings ADD COLUMN a int',
      'locks users and meetings',
    ],
    [
      'ALTER TABLE meetings ADD COLUMN a int; ALTER TABLE users ADD COLUMN a int',
      'locks meetings and users',
    ],
  ])('is refused, as a contraction too: %s', async (sql, advice) => {
    const contracts = { since: '0.2.0', because: 'nothing has read it since 0.2.0' };
    expect(await problems(sql)).toEqual([expect.stringContaining(advice)]);
    expect(await problems(sql, { contracts })).toContainEqual(expect.stringContaining(advice));
  });
});

describe('a migration that cannot be judged', () => {
  it.each([
    ['-- Nothing.', {}, 'does nothing'],
    ['DO $$ BEGIN DROP TABLE users; END $$', {}, 'DO block'],
    ['ALTER TABLE meetings ADD COLUMN a int', { transaction: false }, 'outside of a transaction'],
    ['CREATE INDEX CONCURRENTLY i ON meetings (a)', { transaction: false }, 'IF NOT EXISTS'],
    [
      'ALTER TABLE meetings DROP COLUMN a',
      { contracts: { since: '9.0.0', because: 'nothing has read it since then' } },
      'no release',
    ],
    [
      'ALTER TABLE meetings DROP COLUMN a',
      { contracts: { since: '0.2.0', because: 'unused' } },
      'does not say why',
    ],
    [
      'ALTER TABLE meetings ADD COLUMN a int',
      { contracts: { since: '0.2.0', because: 'nothing has read it since then' } },
      'takes nothing away',
    ],
  ])('is refused: %s %j', async (sql, more, what) => {
    expect(await problems(sql, more)).toEqual([expect.stringContaining(what)]);
  });
});
