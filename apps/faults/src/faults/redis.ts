import { setTimeout as delay } from 'node:timers/promises';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { forSeconds, type Fault } from '../strike.ts';

const outage = { crashes: 'none', load: 'usual' } as const;

export const redisAway: Fault = {
  name: 'redis-away',
  promise: 'without Redis recordings are taken, and all goes on when it is back',
  ...outage,
  strike: forSeconds(60, ({ proxies }) => proxies.redis.refuse()),
};

export const redisFrozen: Fault = {
  name: 'redis-frozen',
  promise: 'a Redis that answers nobody holds up no request for long, and all goes on when it does',
  ...outage,
  strike: forSeconds(15, ({ redis }) => redis.pause()),
};

export const redisHalfOpen: Fault = {
  name: 'redis-half-open',
  promise:
    'connections to Redis that fell silent for good are given up, and others take their place',
  ...outage,
  strike: forSeconds(20, ({ proxies }) => proxies.redis.silence()),
};

export const redisKilled: Fault = {
  name: 'redis-killed',
  promise: 'a Redis that is killed every five seconds, and starts empty, loses no work',
  ...outage,
  strike: async ({ system: { redis } }) => {
    for (let times = 0; times < 4; times += 1) {
      await delay(times === 0 ? 2_000 : 5_000);
      await redis.restart();
    }
  },
};

export const redisFlushed: Fault = {
  name: 'redis-flushed',
  promise: 'losing all of Redis loses no work',
  ...outage,
  strike: async ({ system: { redis } }) => {
    for (let times = 0; times < 3; times += 1) {
      await delay(2_000);
      await redis.client.flushall();
    }
  },
};

export const redisFull: Fault = {
  name: 'redis-full',
  promise: 'a Redis without memory takes no jobs, and recordings are taken all the same',
  ...outage,
  strike: async ({ system: { redis } }) => {
    await delay(2_000);
    await redis.client.config('SET', 'maxmemory', '1');
    await delay(15_000);
    await redis.client.config('SET', 'maxmemory', '0');
  },
};

export const jobsDoubled: Fault = {
  name: 'jobs-doubled',
  promise: 'a job that is delivered many times does its work once',
  ...outage,
  strike: async ({ system: { redis } }) => {
    const producer = createJobProducer({
      redisUrl: redis.url,
      logger: silentLogger,
    });
    for (let times = 0; times < 50; times += 1) {
      for (const queue of producer.queues) {
        const waiting = await queue.getJobs(['waiting', 'delayed', 'active'], 0, 20);
        await queue.addBulk(
          waiting.map(({ name, data }) => ({ name, data: data as unknown, opts: {} })),
        );
      }
      await delay(200);
    }
    await producer.close();
  },
};
