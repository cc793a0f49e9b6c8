import { setTimeout as delay } from 'node:timers/promises';
import { forSeconds, type Fault } from '../strike.ts';
import { commits } from './commits.ts';

const outage = { crashes: 'allowed', load: 'usual' } as const;

export const postgresAway: Fault = {
  name: 'postgres-away',
  promise: 'while the database is away nothing is answered with 2xx that is not there afterwards',
  ...outage,
  strike: forSeconds(20, ({ proxies }) => proxies.postgres.refuse()),
};

export const postgresCut: Fault = {
  name: 'postgres-cut',
  promise: 'connections that break in the middle of a transaction lose and double nothing',
  ...outage,
  strike: async ({ system: { database, proxies } }) => {
    for (let times = 0; times < 4; times += 1) {
      await delay(1_500);
      if (times % 2 === 0) proxies.postgres.reset();
      else {
        await database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`,
        );
      }
    }
  },
};

export const commitsUnanswered: Fault = {
  name: 'commits-unanswered',
  promise: 'a transaction whose commit was done and not answered is neither lost nor done again',
  ...outage,
  strike: async ({ system: { proxies }, figure }) => {
    let asked = 0;
    let lost = 0;
    const stop = proxies.postgres.listen((said) => {
      if (!commits(said)) return 'passes';
      asked += 1;
      if (asked % 5 !== 0) return 'passes';
      lost += 1;
      return 'loses its reply';
    });
    await delay(15_000);
    stop();
    figure(`${lost} of ${asked} commits were not answered`);
  },
};

export const postgresSilent: Fault = {
  name: 'postgres-silent',
  promise: 'connections that fell silent for good are given up, and others take their place',
  ...outage,
  strike: forSeconds(20, ({ proxies }) => proxies.postgres.silence()),
};

export const postgresLocked: Fault = {
  name: 'postgres-locked',
  promise: 'a lock that takes every connection of every pool costs time alone',
  ...outage,
  strike: async ({ system: { database } }) => {
    await delay(2_000);
    await database.transaction(async (tx) => {
      await tx.query('LOCK TABLE meetings, stage_runs IN ACCESS EXCLUSIVE MODE');
      await delay(12_000);
    });
  },
};

export const postgresDeadlocked: Fault = {
  name: 'postgres-deadlocked',
  promise: 'a transaction that the database ends to solve a deadlock is made again',
  ...outage,
  strike: async ({ system: { database }, random, figure }) => {
    const untilMs = performance.now() + 15_000;
    const before = await deadlocks();
    while (performance.now() < untilMs) {
      const tables = random() < 0.5 ? ['meetings', 'stage_runs'] : ['stage_runs', 'meetings'];
      // This side may be the one that is ended.
      await database
        .transaction(async (tx) => {
          for (const table of tables) {
            const isOurs = table === 'meetings' ? 'id IN' : 'meeting_id IN';
            await tx.query(
              `SELECT 1 FROM ${table} WHERE ${isOurs} (SELECT id FROM meetings WHERE status = 'PROCESSING') FOR UPDATE`,
            );
            await delay(300);
          }
        })
        .catch(() => undefined);
      await delay(100);
    }
    figure(`the database solved ${(await deadlocks()) - before} deadlocks`);

    async function deadlocks(): Promise<number> {
      const [row] = await database.query<{ deadlocks: number }[]>(
        'SELECT deadlocks::int AS deadlocks FROM pg_stat_database WHERE datname = current_database()',
      );
      return row?.deadlocks ?? 0;
    }
  },
};
