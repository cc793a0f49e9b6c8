import { startPostgres, startReplica, waitFor, type PostgresServer } from '@memo/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../data-source.ts';
import { newId } from '../new-id.ts';
import { openStatement } from './statement.ts';
import { text } from './columns.ts';
import { createReads, type ReplicaReads, type ReplicaState } from './reads.ts';
import { createDatabase } from './rows.ts';
import { sql } from './sql.ts';

const newest = openStatement({
  name: 'reads_test.newest',
  acrossWorkspaces: 'a table of this test',
  values: {},
  columns: { title: text },
  sql: () => sql`SELECT title FROM notes ORDER BY title DESC LIMIT 1`,
});

let primary: PostgresServer;
let replica: PostgresServer;
let onPrimary: DataSource;
let onReplica: DataSource;
let told: ReplicaState[];
let opened: ReplicaReads[];

const connectTo = (server: PostgresServer) =>
  createDataSource({ url: `${server.url}/postgres`, poolSize: 4 }).initialize();

beforeAll(async () => {
  primary = await startPostgres({ canBeCopied: true });
  onPrimary = await connectTo(primary);
  await onPrimary.query('CREATE TABLE notes (title text)');
  replica = await startReplica(primary);
  onReplica = await connectTo(replica);
}, 60_000);

afterAll(async () => {
  await onReplica.destroy();
  await replica.close();
  await onPrimary.destroy();
  await primary.close();
});

beforeEach(() => {
  [told, opened] = [[], []];
});

afterEach(async () => {
  await onReplica.query(`SELECT pg_wal_replay_resume() WHERE pg_is_in_recovery()`);
  for (const one of opened) await one.close();
});

function readsFrom(url: string): ReplicaReads {
  const reads = createReads({
    primary: onPrimary,
    database: createDatabase(onPrimary),
    replica: { url, poolSize: 2 },
    tell: (state) => told.push(state),
  });
  opened.push(reads);
  return reads;
}

const fromReplica = () => readsFrom(`${replica.url}/postgres`);

async function write(): Promise<string> {
  const title = newId();
  await onPrimary.query('INSERT INTO notes VALUES ($1)', [title]);
  return title;
}

const read = async ({ reads }: ReplicaReads) =>
  (await reads(({ openRows }) => openRows().first(newest, {})))?.title;

/** Further than any other server of this test. */
async function writeFarAhead(on: DataSource): Promise<void> {
  for (let segment = 0; segment < 8; segment += 1) {
    await on.query('CREATE TABLE IF NOT EXISTS ahead AS SELECT 1 AS one');
    await on.query('INSERT INTO ahead SELECT 1');
    await on.query('SELECT pg_switch_wal()');
  }
}

const isOnReplica = async (title: string) =>
  (await onReplica.query<unknown[]>('SELECT FROM notes WHERE title = $1', [title])).length === 1;

describe('a read beside a replica', () => {
  it('is done there once the replica has what was written', async () => {
    const reads = fromReplica();
    const title = await write();
    await waitFor('the replica to have it', () => isOnReplica(title));
    expect(await read(reads)).toBe(title);
    expect(reads.served).toEqual({ replica: 1, primary: 0 });
    expect(told).toEqual(['followed']);
  });

  it('always sees what was committed before it, written a moment ago by whomever', async () => {
    const reads = fromReplica();
    for (let time = 0; time < 50; time += 1) {
      const title = await write();
      expect(await read(reads)).toBe(title);
    }
  });

  it('is done on the database itself while the replica is behind, and there again once it is not', async () => {
    const reads = fromReplica();
    await onReplica.query('SELECT pg_wal_replay_pause()');
    const title = await write();
    expect(await read(reads)).toBe(title);
    expect(await isOnReplica(title)).toBe(false);
    expect(reads.served).toEqual({ replica: 0, primary: 1 });

    await onReplica.query('SELECT pg_wal_replay_resume()');
    await waitFor('the replica to be read from', async () => {
      expect(await read(reads)).toBe(title);
      return reads.served.replica > 0;
    });
    expect(told).toEqual(['behind', 'followed']);
  });

  it('is done on the database itself while nobody answers there', async () => {
    const reads = readsFrom('postgres://memo:memo@127.0.0.1:1/postgres');
    const title = await write();
    expect(await read(reads)).toBe(title);
    expect(await read(reads)).toBe(title);
    expect(reads.served).toEqual({ replica: 0, primary: 2 });
    expect(told).toEqual(['away']);
  });

  it('fails as it does without one where the read itself is wrong, and is not done twice', async () => {
    const reads = fromReplica();
    let times = 0;
    const slow = reads.reads(async ({ snapshot }) => {
      times += 1;
      await snapshot(() => Promise.resolve());
      throw Object.assign(new Error('canceling statement due to statement timeout'), {
        code: '57014',
      });
    });
    await expect(slow).rejects.toThrow('statement timeout');
    expect(times).toBe(1);
  });
});

// The last: of a server that is no replica any more none can be made again.
describe('a server that is no replica of the database', () => {
  it('is not read from, however much it has written', async () => {
    const other = await startPostgres({ canBeCopied: true });
    const onOther = await connectTo(other);
    try {
      await onOther.query('CREATE TABLE notes AS SELECT $1::text AS title', ['foreign']);
      await writeFarAhead(onOther);
      const title = await write();
      expect(await read(readsFrom(`${other.url}/postgres`))).toBe(title);
    } finally {
      await onOther.destroy();
      await other.close();
    }
  });

  it('is not read from after it was promoted: it goes its own way from then on', async () => {
    const left = await startReplica(primary);
    await onReplica.query('SELECT pg_promote()');
    await onReplica.query(`INSERT INTO notes VALUES ('zzz of its own')`);
    const title = await write();
    expect(await read(fromReplica())).toBe(title);

    // Nor is one that follows the server from which another has taken over, though it has got further.
    await writeFarAhead(onPrimary);
    const onLeft = await connectTo(left);
    const last = await write();
    await waitFor('it to get further', async () => {
      const [row] = await onLeft.query<{ there: boolean }[]>(
        'SELECT EXISTS (SELECT FROM notes WHERE title = $1) AS there',
        [last],
      );
      return row?.there === true;
    });
    await onLeft.destroy();
    const after = createReads({
      primary: onReplica,
      database: createDatabase(onReplica),
      replica: { url: `${left.url}/postgres`, poolSize: 2 },
    });
    const { reads, served } = after;
    expect((await reads(({ openRows }) => openRows().first(newest, {})))?.title).toBe(
      'zzz of its own',
    );
    expect(served).toEqual({ replica: 0, primary: 1 });
    await after.close();
    await left.close();
  });
});
