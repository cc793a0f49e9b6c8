import { createEmptyTestDatabase, type TestDatabase } from '@memo/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Migration } from '../migrations/migration.ts';
import { migrate } from './migrate.ts';
import { runPending, type RunOptions } from './run-pending.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await createEmptyTestDatabase();
  await database.dataSource.query('CREATE TABLE notes (id int)');
});
afterEach(() => database.close());

const silent = { notify: () => undefined };

/** What one process does at its start, with migrations of the test's own. */
async function run(migrations: (new () => Migration)[], options: RunOptions = silent) {
  const dataSource = new DataSource({
    type: 'postgres',
    url: database.url,
    poolSize: 2,
    migrations,
    migrationsTransactionMode: 'each',
  });
  await dataSource.initialize();
  try {
    return await runPending(dataSource, options);
  } finally {
    await dataSource.destroy();
  }
}

const ask = <T>(sql: string): Promise<T[]> => database.dataSource.query<T[]>(sql);

class AddTitle1000000000001 implements Migration {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE notes ADD COLUMN title text');
  }
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

class IndexNotes1000000000002 implements Migration {
  transaction = false;
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS notes_id ON notes (id)',
    );
  }
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

const both = [AddTitle1000000000001, IndexNotes1000000000002];
const bothNames = both.map(({ name }) => name);

/** Somebody who keeps the table until they are told to let go. */
async function holdTable(): Promise<() => Promise<void>> {
  const holder = database.dataSource.createQueryRunner();
  await holder.startTransaction();
  await holder.query('LOCK TABLE notes IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await holder.rollbackTransaction();
    await holder.release();
  };
}

describe('migrating', () => {
  it('happens once when several processes begin at once, concurrent indexes included', async () => {
    const ran = await Promise.all([run(both), run(both), run(both)]);
    expect(ran.filter((names) => names.length > 0)).toEqual([bothNames]);
    expect(await run(both)).toEqual([]);
  });

  it('says who holds a table, lets it alone meanwhile, and goes on once it is free', async () => {
    const letGo = await holdTable();
    const told: string[] = [];
    let released: Promise<void> | undefined;
    const notify = (message: string) => {
      told.push(message);
      released ??= letGo();
    };
    const ran = await run([AddTitle1000000000001], {
      notify,
      lockTimeoutMs: 500,
      betweenTriesMs: 10,
    });
    await released;
    expect(ran).toEqual([AddTitle1000000000001.name]);
    expect(told[0]).toMatch(
      /^AddTitle1000000000001 waits for process \d+, idle in transaction for \d+ s, last: LOCK TABLE notes/,
    );
  });

  it('gives up on a table that stays held, having done nothing, and can be run again', async () => {
    const letGo = await holdTable();
    const options = { ...silent, lockTimeoutMs: 400, tries: 2, betweenTriesMs: 10 };
    await expect(run(both, options)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(
        /^AddTitle1000000000001 could not lock its tables in 2 tries\. Last in its way: process \d+/,
      ),
    });
    await letGo();
    expect(await run(both)).toEqual(bothNames);
  });

  it('tries again when it and a process at work each waited for the table of the other', async () => {
    await ask('CREATE TABLE pages (id int)');
    class LockBoth1000000000004 extends AddTitle1000000000001 {
      override async up(queryRunner: QueryRunner): Promise<void> {
        await super.up(queryRunner);
        await queryRunner.query('ALTER TABLE pages ADD COLUMN title text');
      }
    }
    const atWork = database.dataSource.createQueryRunner();
    await atWork.startTransaction();
    // The migration is to be the one that notices, and is ended.
    await atWork.query(`SET LOCAL deadlock_timeout = '1min'`);
    await atWork.query('INSERT INTO pages VALUES (1)');
    let other: Promise<unknown> | undefined;
    const notify = () => {
      other ??= atWork.query('INSERT INTO notes VALUES (1)').then(() => atWork.commitTransaction());
    };
    const ran = await run([LockBoth1000000000004], { notify, betweenTriesMs: 10 });
    await other;
    await atWork.release();
    expect(ran).toEqual([LockBoth1000000000004.name]);
    expect(await ask('SELECT id, title FROM notes')).toEqual([{ id: 1, title: null }]);
  });

  it('builds an index again that a failed try left half built', async () => {
    await ask('INSERT INTO notes VALUES (1), (1)');
    await expect(run(both)).rejects.toThrow('could not create unique index');
    const valid = `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'notes_id'::regclass`;
    expect(await ask(valid)).toEqual([{ valid: false }]);

    await ask('DELETE FROM notes');
    const told: string[] = [];
    expect(await run(both, { notify: (message) => told.push(message) })).toEqual([
      IndexNotes1000000000002.name,
    ]);
    expect(await ask(valid)).toEqual([{ valid: true }]);
    expect(told).toEqual([
      'The index notes_id was left half built; it is dropped and built again.',
    ]);
  });

  it('takes as long as it takes, whatever limit the server sets on statements', async () => {
    class Slow1000000000003 extends AddTitle1000000000001 {
      override async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('SELECT pg_sleep(0.3)');
      }
    }
    const [{ name } = { name: '' }] = await ask<{ name: string }>(
      'SELECT current_database() AS name',
    );
    await ask(`ALTER DATABASE ${name} SET statement_timeout = '200ms'`);
    expect(await run([Slow1000000000003])).toEqual([Slow1000000000003.name]);
  });

  it('without a database says so in a sentence', async () => {
    await expect(migrate({ url: 'postgres://127.0.0.1:1/none' })).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/^The database could not be prepared: .*DATABASE_URL/),
    });
  });
});
