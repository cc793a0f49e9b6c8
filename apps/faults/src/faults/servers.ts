import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../prove.ts';
import type { System } from '../system/start-system.ts';

/** Breaks it after a moment, for so long, and mends it. */
const forSeconds =
  (seconds: number, breakIt: (system: System) => void): Fault['strike'] =>
  async (system) => {
    await delay(2_000);
    breakIt(system);
    await delay(seconds * 1_000);
    system.restore();
  };

export const redisAway: Fault = {
  name: 'redis-away',
  promise: 'without Redis recordings are taken, and all goes on when it is back',
  crashes: 'none',
  strike: forSeconds(20, ({ proxies }) => proxies.redis.refuse()),
};

export const redisFrozen: Fault = {
  name: 'redis-frozen',
  promise: 'a Redis that answers nobody holds up no request for long, and all goes on when it does',
  crashes: 'none',
  strike: forSeconds(15, ({ redis }) => redis.pause()),
};

export const redisFlushed: Fault = {
  name: 'redis-flushed',
  promise: 'losing all of Redis loses no work',
  crashes: 'none',
  strike: async ({ redis }) => {
    for (let times = 0; times < 3; times += 1) {
      await delay(2_000);
      await redis.client.flushall();
    }
  },
};

export const postgresAway: Fault = {
  name: 'postgres-away',
  promise: 'while the database is away nothing is answered with 2xx that is not there afterwards',
  crashes: 'allowed',
  strike: forSeconds(20, ({ proxies }) => proxies.postgres.refuse()),
};

export const postgresCut: Fault = {
  name: 'postgres-cut',
  promise: 'connections that break in the middle of a transaction lose and double nothing',
  crashes: 'allowed',
  strike: async ({ database, proxies }) => {
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

export const postgresSilent: Fault = {
  name: 'postgres-silent',
  promise: 'connections that fell silent for good are given up, and others take their place',
  crashes: 'allowed',
  strike: forSeconds(20, ({ proxies }) => proxies.postgres.silence()),
};

export const storageReadOnly: Fault = {
  name: 'storage-read-only',
  promise: 'answers that arrive while the storage takes no writes are kept and not paid for again',
  crashes: 'none',
  strike: forSeconds(25, ({ s3Gate }) => s3Gate.refuse('writes')),
};

export const storageAway: Fault = {
  name: 'storage-away',
  promise: 'an outage of the storage fails no meeting',
  crashes: 'none',
  strike: forSeconds(25, ({ s3Gate }) => s3Gate.refuse('all')),
};

export const storageForgetful: Fault = {
  name: 'storage-answers-lost',
  promise: 'a write whose answer was lost is done again, and nothing is left over',
  crashes: 'none',
  strike: async ({ s3Gate }) => {
    await delay(1_000);
    s3Gate.loseAnswers(10);
    await delay(5_000);
    s3Gate.loseAnswers(0);
  },
};

export const engineAway: Fault = {
  name: 'engine-away',
  promise: 'an engine that nobody reaches fails no meeting',
  crashes: 'none',
  strike: forSeconds(40, ({ proxies }) => proxies.engine.refuse()),
};

export const engineBusy: Fault = {
  name: 'engine-busy',
  promise: 'refusals, rate limits, spoilt and cut answers cost time alone',
  crashes: 'none',
  strike: async ({ engine: { gemini } }) => {
    await delay(1_000);
    for (let times = 0; times < 4; times += 1) {
      gemini.failNext({ kind: 'overloaded' });
      gemini.failNext({ kind: 'internal' });
      gemini.failNext({ kind: 'rate_limited', retryDelayMs: 2_000 });
      gemini.failNext({ kind: 'truncated' });
      gemini.failNext({ kind: 'lost_file' });
      await delay(2_000);
    }
    gemini.clearFaults();
  },
};

export const dashboardAway: Fault = {
  name: 'dashboard-away',
  promise: 'a dashboard that nobody reaches gets every meeting once when it is back',
  crashes: 'none',
  strike: forSeconds(30, ({ proxies }) => proxies.dashboard.refuse()),
};

export const dashboardForgetful: Fault = {
  name: 'dashboard-answers-lost',
  promise: 'a delivery whose answer was lost is repeated under the same id',
  crashes: 'none',
  strike: async ({ dashboard }) => {
    for (let times = 0; times < 5; times += 1) dashboard.hangNext();
    await delay(3_000);
  },
};
