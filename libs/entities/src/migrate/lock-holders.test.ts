import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, waitFor, type TestDatabase } from '@memo/testing';
import { watchLockHolders } from './lock-holders.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const lock = 'LOCK TABLE users IN ACCESS EXCLUSIVE MODE';

describe('a migration that waits for a lock', () => {
  it('is told which session has it', async () => {
    const { dataSource } = database;
    const [waiting, holder] = [dataSource.createQueryRunner(), dataSource.createQueryRunner()];
    const told: string[] = [];
    const holders = await watchLockHolders(dataSource, waiting, (who) => told.push(who));
    await Promise.all([waiting.startTransaction(), holder.startTransaction()]);
    await holder.query(lock);
    const locked = waiting.query(lock);
    await waitFor('the holder to be told', () => told.length > 0);
    await holder.rollbackTransaction();
    await locked;
    await holders.stop();
    await waiting.rollbackTransaction();
    await Promise.all([waiting.release(), holder.release()]);
    expect(told).toEqual([expect.stringContaining(lock)]);
  });

  it('is not told of the session that looks', async () => {
    const { dataSource } = database;
    const [waiting, looking] = [dataSource.createQueryRunner(), dataSource.createQueryRunner()];
    await Promise.all([waiting.startTransaction(), looking.startTransaction()]);
    await looking.query(lock);
    const told: string[] = [];
    let looks = 0;
    const query = async <T>(text: string, values?: unknown[]): Promise<T> => {
      const found = (await looking.query(text, values)) as T;
      looks += 1;
      return found;
    };
    const holders = await watchLockHolders({ query }, waiting, (who) => told.push(who));
    const locked = waiting.query(lock);
    await waitFor('a look while it waits', () => looks > 2);
    await holders.stop();
    await looking.rollbackTransaction();
    await locked;
    await waiting.rollbackTransaction();
    await Promise.all([waiting.release(), looking.release()]);
    expect(told).toEqual([]);
    expect(holders.last()).toBeNull();
  });
});
