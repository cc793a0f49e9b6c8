import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { newId } from '@memo/entities';
import { silentLogger } from '@memo/logging';
import {
  buildAccount,
  createTestDatabase,
  waitFor,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { createReservations } from './reservations.ts';

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(() => database.close());

/** As one API process has them, with times that a test can wait for. */
const process = (times = { leaseSeconds: 1, keptSeconds: 60 }) =>
  createReservations({
    database: createDatabase(database.dataSource),
    logger: silentLogger,
    times,
  });

const transact = () => createTransact(database.dataSource);
const made = { fingerprint: 'f', subject: 'a meeting' };

/** A process that was killed renews nothing. */
const abandon = (key: string, secondsAgo = 1) =>
  database.dataSource.query(
    `UPDATE idempotency_keys SET counts_until = now() - $2 * interval '1 second' WHERE key = $1`,
    [key, secondsAgo],
  );

describe('a reserved key', () => {
  it('is held against every process for as long as its request takes', async () => {
    const key = newId();
    const first = await process().reserve(scope, key);
    const untilRow = async (): Promise<Date> => {
      const rows: { counts_until: Date }[] = await database.dataSource.query(
        'SELECT counts_until FROM idempotency_keys WHERE key = $1',
        [key],
      );
      return rows[0]?.counts_until ?? new Date(0);
    };
    const begun = await untilRow();
    await waitFor('the lease to be renewed', async () => (await untilRow()) > begun);
    await expect(process().reserve(scope, key)).rejects.toMatchObject({ kind: 'conflict' });
    await first.release();
    const second = await process().reserve(scope, key);
    expect(second.kept).toBeNull();
    await second.release();
  });

  it('of a killed process is free once its lease is over, and the dead make nothing of it', async () => {
    const key = newId();
    const first = await process({ leaseSeconds: 60, keptSeconds: 60 }).reserve(scope, key);
    await abandon(key);
    const second = await process().reserve(scope, key);
    await expect(transact()((tx) => first.keep(tx, made))).rejects.toMatchObject({
      kind: 'conflict',
    });
    await first.release();
    await transact()((tx) => second.keep(tx, made));
    await second.release();
    expect((await process().reserve(scope, key)).kept).toEqual(made);
  });
});

describe('what was made under a key', () => {
  it('is kept with it when its transaction commits, and not when it does not', async () => {
    const key = newId();
    const first = await process().reserve(scope, key);
    const undone = transact()(async (tx) => {
      await first.keep(tx, made);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await first.release();
    expect((await process().reserve(scope, key)).kept).toBeNull();
  });

  it('is forgotten after its time', async () => {
    const key = newId();
    const first = await process().reserve(scope, key);
    await transact()((tx) => first.keep(tx, made));
    await first.release();
    await abandon(key);
    expect(await process().forget()).toBeGreaterThan(0);
    const rows: unknown[] = await database.dataSource.query(
      'SELECT 1 FROM idempotency_keys WHERE key = $1',
      [key],
    );
    expect(rows).toEqual([]);
  });
});
