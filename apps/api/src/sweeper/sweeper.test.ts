import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { silentLogger, type Logger } from '@memo/logging';
import { createTestDatabase, waitFor, type TestDatabase } from '@memo/testing';
import { captureLog } from '../../test/capture-log.ts';
import { createLastTurns } from './last-turns.ts';
import { startSweeper, type Sweep } from './sweeper.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const start = (sweeps: Readonly<Record<string, Sweep>>, logger: Logger = silentLogger) =>
  startSweeper({
    database: createDatabase(database.dataSource),
    transact: createTransact(database.dataSource),
    sweeps,
    logger,
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

  it('tells of every turn what it found, or that it failed, and the last of each is remembered', async () => {
    const turns = createLastTurns();
    const sweeper = startSweeper({
      database: createDatabase(database.dataSource),
      transact: createTransact(database.dataSource),
      sweeps: {
        mends: { everyMs: 10, run: () => Promise.resolve(3) },
        breaks: { everyMs: 10, run: () => Promise.reject(new Error('away')) },
      },
      onTurn: turns.note,
      logger: silentLogger,
    });
    await waitFor('a turn of each', () => turns.all().length === 2);
    await sweeper.stop();
    expect(turns.all()).toEqual([
      { sweep: 'breaks', found: null, at: expect.any(Date) },
      { sweep: 'mends', found: 3, at: expect.any(Date) },
    ]);
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

  it('tells of a failure that repeats itself once, of another one, and of the end', async () => {
    const failures = ['one', 'one', 'one', 'another', 'another', null, null, 'one'];
    let runs = 0;
    const run = () => {
      const message = failures[runs];
      runs += 1;
      if (message === undefined || message === null) return Promise.resolve(0);
      return Promise.reject(new AggregateError([new Error(message), new Error(message)], 'All'));
    };
    const log = captureLog();
    const sweeper = start({ fragile: { everyMs: 10, run } }, log.logger);
    await waitFor('the last of them', () => runs > failures.length);
    await sweeper.stop();
    const told = log.lines.filter(({ task }) => task === 'fragile').map(({ level }) => level);
    expect(told).toEqual(['warn', 'warn', 'info', 'warn', 'info']);
  });

  it('tells once of a database that is away, for each interval, and once that it is back', async () => {
    const log = captureLog();
    let away = true;
    let tries = 0;
    const transact = createTransact(database.dataSource);
    const work = { run: () => Promise.resolve(0) };
    const sweeper = startSweeper({
      database: createDatabase(database.dataSource),
      transact: (inside) => {
        tries += 1;
        return away ? Promise.reject(new Error('connection refused')) : transact(inside);
      },
      sweeps: { often: { everyMs: 10, ...work }, seldom: { everyMs: 15, ...work } },
      logger: log.logger,
    });
    await waitFor('some tries', () => tries > 6);
    away = false;
    await waitFor('the end of it', () => log.lines.length >= 4);
    await sweeper.stop();
    expect(log.lines.map(({ level, task }) => `${String(level)} ${String(task)}`).sort()).toEqual([
      'info every 10 ms',
      'info every 15 ms',
      'warn every 10 ms',
      'warn every 15 ms',
    ]);
  });
});
