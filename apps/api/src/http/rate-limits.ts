import { createSigner } from '@memo/access';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';
import pTimeout from 'p-timeout';
import { countAhead, type Counted, type RateLimitVerdict } from './count-ahead.ts';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** What is counted. */
export type RateLimitName =
  /** Requests of nobody, by the address they come from. */
  | 'anonymous'
  /** Requests by the user they are made for. */
  | 'user'
  /** Sign-ins by account and address, refreshes by session, sign-ups by address. */
  | 'auth'
  /** Sign-ins and refreshes of all who share an address. */
  | 'auth-address'
  /** Requests for pages that are shared with people, by the address they come from. */
  | 'page-address'
  /** The same by the link they were shared with. */
  | 'page-link'
  /** Wrong passwords by the address they come from. */
  | 'guess-address'
  /** Wrong passwords by account, or by the link they would open. */
  | 'guess'
  /** The same, once there were too many. */
  | 'guess-further'
  /** Bursts of wrong passwords that somebody was told of, by account or link. */
  | 'guess-burst'
  /** Mails that somebody asks for, by the address they would go to, whoever has it. */
  | 'mail'
  /** Exports of an account. */
  | 'export';

export interface RateLimits {
  /** Counts one request. Never fails: without Redis this process counts alone. */
  take(name: RateLimitName, key: string): Promise<RateLimitVerdict>;
  /** As if the last one had not been counted. Never fails. */
  giveBack(name: RateLimitName, key: string): Promise<void>;
}

export interface RateLimitOptions {
  redis: Redis;
  anonymousPerMinute: number;
  userPerMinute: number;
  authPerMinute: number;
  authAddressPerMinute: number;
  /** What the API signs with. The keys in Redis are made with one that comes of it. */
  secret: string;
  logger: Logger;
}

const minute = 60;
const hour = 3_600;
/** Pages in a minute for one address, with room for an office behind it, and for a player that asks piece by piece. */
const pagesOfAddress = 300;
/** Of one link, whoever asks. */
const pagesOfLink = 600;
/** Wrong passwords of one account or link in an hour that are let pass without a delay. */
const freeGuesses = 10;
/** Wrong passwords of one address in a minute, of whatever accounts. */
const guessesOfAddress = 30;
/** In an hour: nobody's mailbox is filled by who knows their address. */
const mailsOfAddress = 5;
/** In an hour: each reads all that somebody has. */
const exportsOfPerson = 10;
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
 * Limits in fixed windows, each beginning with its key's first request, counted in Redis for all API
 * processes at once: one round trip a request at most, none for a key that is already over. Keys are e-mail and IP addresses of
 * people, too: Redis gets an HMAC of them, because a plain hash of an address is found out by trying all.
 *
 * When Redis is away or slow, each process goes on limiting by its own memory: a client then gets at most the limit
 * times the number of processes. So no client goes unlimited, and none is locked out.
 */
export function createRateLimits(options: RateLimitOptions): RateLimits {
  const { redis, logger } = options;
  const signer = createSigner(options.secret, 'memo rate limits');
  let aloneUntil = 0;

  /**
   * @param alwaysAlone counts here, too, so that a Redis that stumbles does not give everybody their count anew.
   * @param isAhead counts some requests ahead.
   */
  const limiter = (
    name: RateLimitName,
    points: number,
    { duration = minute, alwaysAlone = false, isAhead = false } = {},
  ) => {
    const settings = { points, duration, keyPrefix: `rate-limit:${name}` };
    const alone = new RateLimiterMemory(settings);
    const shared = new RateLimiterRedis({
      ...settings,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      // Not at the last one that is allowed: it may be given back.
      inMemoryBlockOnConsumed: points + 1,
    });
    const count = (key: string, taken = 1) =>
      verdict(points, pTimeout(shared.consume(signer.sign(key), taken), patience));
    const countShared = isAhead ? countAhead(points, count) : (key: string) => count(key);
    const take = async (key: string): Promise<RateLimitVerdict> => {
      const here = alwaysAlone ? await verdict(points, alone.consume(key)) : null;
      if (here?.allowed === false) return here;
      if (Date.now() >= aloneUntil) {
        try {
          return await countShared(key);
        } catch (error) {
          logger.debug('rate limits are counted by this process alone', { error });
          aloneUntil = Date.now() + aloneMs;
        }
      }
      return here ?? verdict(points, alone.consume(key));
    };
    const giveBack = async (key: string): Promise<void> => {
      try {
        const isAlone = Date.now() < aloneUntil;
        if (alwaysAlone || isAlone) await alone.reward(key);
        if (!isAlone) await pTimeout(shared.reward(signer.sign(key)), patience);
      } catch (error) {
        logger.debug('a count was not given back', { error });
      }
    };
    return { take, giveBack };
  };
  const limiters: Record<RateLimitName, ReturnType<typeof limiter>> = {
    anonymous: limiter('anonymous', options.anonymousPerMinute),
    user: limiter('user', options.userPerMinute, { isAhead: true }),
    auth: limiter('auth', options.authPerMinute),
    'auth-address': limiter('auth-address', options.authAddressPerMinute),
    'page-address': limiter('page-address', pagesOfAddress),
    'page-link': limiter('page-link', pagesOfLink),
    'guess-address': limiter('guess-address', guessesOfAddress),
    guess: limiter('guess', freeGuesses, { duration: hour, alwaysAlone: true }),
    'guess-further': limiter('guess-further', 1, { alwaysAlone: true }),
    'guess-burst': limiter('guess-burst', 1, { duration: hour, alwaysAlone: true }),
    mail: limiter('mail', mailsOfAddress, { duration: hour, alwaysAlone: true }),
    export: limiter('export', exportsOfPerson, { duration: hour, alwaysAlone: true }),
  };
  return {
    take: (name, key) => limiters[name].take(key),
    giveBack: (name, key) => limiters[name].giveBack(key),
  };
}

export const tooManyRequests = (resetMs: number): AppError =>
  new AppError(
    'rate_limited',
    `Too many requests. Please try again in ${Math.max(1, Math.ceil(resetMs / 1_000))} seconds.`,
    { retryAfterMs: resetMs },
  );

async function verdict(limit: number, counting: Promise<RateLimiterRes>): Promise<Counted> {
  const { allowed, result } = await counting.then(
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
    consumed: result.consumedPoints,
    remaining: allowed ? result.remainingPoints : 0,
    resetMs: Math.max(0, result.msBeforeNext),
  };
}
