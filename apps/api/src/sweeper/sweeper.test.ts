import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, createTransact } from '@memo/entities';
import { silentLogger } from '@memo/logging';
import { createTestDatabase, waitFor, type TestDatabase } from '@memo/testing';
import { startSweeper, type Sweep } from './sweeper.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const start = (sweeps: Readonly<Record<string, Sweep>>) =>
  startSweeper({
    database: createDatabase(database.dataSource),
    transact: createTransact(database.dataSource),
    sweeps,
    logger: silentLogger,
  });

describe('the sweeper', () => {
  it('works in one process at a time and goes on after a failed sweep', async () => {
    let atWork = 0;
    let most = 0;
    let sweeps = 0;
    const count = {
      everyMs: 10,
      run: async () => {
        atWork += 1;
        most = Math.max(most, atWork);
        sweeps += 1;
        await database.dataSource.query('SELECT pg_sleep(0.05)');
        atWork -= 1;
        if (sweeps === 1) throw new Error('the first one fails');
        return 0;
      },
    };
    const sweepers = [1, 2, 3].map(() => start({ count }));
    await waitFor('some sweeps', () => sweeps > 3);
    await Promise.all(sweepers.map((sweeper) => sweeper.stop()));
    expect(most).toBe(1);
  });

  it('lets no sweep of one interval wait for a long one of another', async () => {
    let finish: () => void = () => undefined;
    const long = new Promise<void>((resolve) => (finish = resolve));
    let often = 0;
    let begun = false;
    const sweeper = start({
      long: {
        everyMs: 20,
        run: async () => {
          begun = true;
          await long;
          return 0;
        },
      },
      often: { everyMs: 10, run: () => Promise.resolve((often += 1)) },
    });
    await waitFor('the long one', () => begun);
    const before = often;
    await waitFor('others meanwhile', () => often > before + 2);
    finish();
    await sweeper.stop();
  });
});
