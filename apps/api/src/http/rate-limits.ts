import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';
import pTimeout from 'p-timeout';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** What a request is counted under: the address it comes from, the user it is made for, or its address at sign-in. */
export type RateLimitName = 'anonymous' | 'user' | 'auth';

export interface RateLimitVerdict {
  allowed: boolean;
  /** Requests a window. */
  limit: number;
  remaining: number;
  /** Until the window ends, in ms. */
  resetMs: number;
}

export interface RateLimits {
  /** Counts one request. Never fails: without Redis this process counts alone. */
  take(name: RateLimitName, key: string): Promise<RateLimitVerdict>;
}

export interface RateLimitOptions {
  redis: Redis;
  anonymousPerMinute: number;
  userPerMinute: number;
  authPerMinute: number;
  logger: Logger;
}

const windowSeconds = 60;
/** Most a request waits for Redis to count it. */
const patienceMs = 150;
// A function, as it is called only when the time is over. Of a message an error would be made, with its stack, for
// every request.
const patience = {
  milliseconds: patienceMs,
  fallback: () => {
    throw new Error(`Redis did not answer in ${patienceMs} ms`);
  },
};
/** How long no request asks a Redis that did not answer. */
const aloneMs = 1_000;

/**
 * Limits in fixed windows of a minute, each beginning with its key's first request, counted in Redis for all API
 * processes at once: one round trip a request, none for a key that is already over.
 *
 * When Redis is away or slow, each process goes on limiting by its own memory: a client then gets at most the limit
 * times the number of processes. So no client goes unlimited, and none is locked out.
 */
export function createRateLimits(options: RateLimitOptions): RateLimits {
  const { redis, logger } = options;
  let aloneUntil = 0;

  const limiter = (name: RateLimitName, points: number) => {
    const settings = { points, duration: windowSeconds, keyPrefix: `rate-limit:${name}` };
    const alone = new RateLimiterMemory(settings);
    const shared = new RateLimiterRedis({
      ...settings,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      inMemoryBlockOnConsumed: points,
    });
    return async (key: string): Promise<RateLimitVerdict> => {
      if (Date.now() >= aloneUntil) {
        try {
          return await verdict(points, pTimeout(shared.consume(key), patience));
        } catch (error) {
          logger.debug('rate limits are counted by this process alone', { error });
          aloneUntil = Date.now() + aloneMs;
        }
      }
      return verdict(points, alone.consume(key));
    };
  };
  const limiters = {
    anonymous: limiter('anonymous', options.anonymousPerMinute),
    user: limiter('user', options.userPerMinute),
    auth: limiter('auth', options.authPerMinute),
  };
  return { take: (name, key) => limiters[name](key) };
}

async function verdict(
  limit: number,
  consumed: Promise<RateLimiterRes>,
): Promise<RateLimitVerdict> {
  const { allowed, result } = await consumed.then(
    (result) => ({ allowed: true, result }),
    (thrown: unknown) => {
      // The library rejects with the count when the limit is passed, and with an error when it could not count.
      if (thrown instanceof RateLimiterRes) return { allowed: false, result: thrown };
      throw thrown;
    },
  );
  return {
    allowed,
    limit,
    remaining: allowed ? result.remainingPoints : 0,
    resetMs: Math.max(0, result.msBeforeNext),
  };
}
