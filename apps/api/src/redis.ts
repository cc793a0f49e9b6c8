import type { Logger } from '@memo/logging';
import { Redis } from 'ioredis';

const commandTimeoutMs = 1_000;

/**
 * Redis for what may be forgotten: rate limits, caches, sign-ins under way. A command fails at once when Redis is away,
 * so that no request hangs on it.
 */
export function createRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: commandTimeoutMs,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
  });
  redis.on('error', (error) => logger.debug('Redis is away', { error }));
  return redis;
}
