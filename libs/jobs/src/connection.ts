import type { Logger } from '@memo/logging';
import type { RedisOptions } from 'bullmq';
import { Redis } from 'ioredis';

/** ioredis waits longer and longer by default; an idle worker would sleep on after an outage (seen: 18 s). */
const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);

/** For adding jobs: fails at once when Redis is away, so that no request hangs on it. */
export const producerConnection = (url: string): RedisOptions => ({
  url,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  retryStrategy,
});

/** For taking jobs: waits for Redis to come back, as BullMQ requires of a worker. */
export const workerConnection = (url: string): RedisOptions => ({
  url,
  maxRetriesPerRequest: null,
  retryStrategy,
});

/** For messages between processes: opened with the first one, and what is sent while Redis is away waits for it. */
export function createMessageConnection(url: string, logger: Logger): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy, lazyConnect: true });
  redis.on('error', (error) => logger.debug('Redis is away', { error }));
  return redis;
}
