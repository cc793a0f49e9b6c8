import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@memo/testing';
import { User } from './accounts/user.ts';
import { createTransact, managerOf } from './transaction.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

describe('transact', () => {
  it('runs what waits for the commit only once others can see the rows', async () => {
    const transact = createTransact(database.dataSource);
    const users = database.dataSource.getRepository(User);
    let seenAfterCommit = false;
    await transact(async (tx) => {
      tx.afterCommit(async () => {
        seenAfterCommit = await users.existsBy({ email: 'kim@example.com' });
      });
      await managerOf(tx).insert(User, { name: 'Kim', email: 'kim@example.com' });
      expect(await users.existsBy({ email: 'kim@example.com' })).toBe(false);
    });
    expect(seenAfterCommit).toBe(true);
  });

  it('drops what waits for the commit when the work fails', async () => {
    const transact = createTransact(database.dataSource);
    let ran = false;
    const failing = transact((tx) => {
      tx.afterCommit(() => {
        ran = true;
        return Promise.resolve();
      });
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(ran).toBe(false);
  });
});
