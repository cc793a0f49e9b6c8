import { once } from 'node:events';
import type { Logger } from '@memo/logging';
import { Redis } from 'ioredis';

const commandTimeoutMs = 1_000;
/** A connection this long silent is given up: the commands sent on it, though timed out, are kept until it ends. */
const silentAfterMs = 2_000;
const connectTimeoutMs = 1_000;

/**
 * The Redis connection for data that may be lost at any time: rate limits, caches, sign-ins under way. A command fails
 * at once when Redis is away, so that no request hangs on it.
 */
export function createRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: commandTimeoutMs,
    socketTimeout: silentAfterMs,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
  });
  redis.on('error', (error) => logger.debug('Redis is away', { error }));
  return redis;
}

/** Waits for the first connection, but not long: the API runs without Redis too. */
export async function untilConnected(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  await once(redis, 'ready', { signal: AbortSignal.timeout(connectTimeoutMs) }).catch(
    () => undefined,
  );
}
