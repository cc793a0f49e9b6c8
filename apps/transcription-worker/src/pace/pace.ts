import { AppError, type Dependency } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';
import pTimeout from 'p-timeout';
import { setTimeout as wait } from 'node:timers/promises';

export type PacedDependency = Extract<Dependency, 'speech' | 'language'>;

export interface Pace {
  /**
   * Resolves when the fleet may ask this service once more. While Redis does not answer, at once: then the service
   * itself refuses what is too much.
   * @throws AppError `rate_limited`, `paced`: it will not be so for a while, and a slot is not to wait so long;
   *   the signal's reason.
   */
  turn(dependency: PacedDependency, service: string, signal: AbortSignal): Promise<void>;
  /** A service has refused a request for there being too many: nobody asks it for this long, in ms. */
  refused(dependency: PacedDependency, service: string, forMs: number): Promise<void>;
}

export interface PaceDeps {
  redis: Pick<Redis, 'eval'>;
  /** What the fleet may ask in a minute; null where no number is known. */
  perMinute: Readonly<Record<PacedDependency, number | null>>;
  logger: Logger;
  /** How long a slot waits for its turn, in ms. */
  patienceMs?: number;
}

/** Longer, and other work is better done in the slot. */
const usualPatienceMs = 20_000;
/** Requests do not arrive as evenly as they are sent, and one more in a minute is refused. */
const slack = 1.02;
/** Redis answers in well under a millisecond or is not worth waiting for. */
const redisMs = 250;
/** A refusal may be of one key or of one day: after this long one request finds out. */
const longestRefusalMs = 60_000;

/**
 * The generic cell rate algorithm (GCRA, as ATM networks have it): KEYS[1] holds when the next request is due, in µs by
 * the clock of Redis. A turn that is too far off is not taken. Returns how long to wait, or minus that.
 */
const takeTurn = `
local now = redis.call('TIME')
local nowUs = now[1] * 1000000 + now[2]
local at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), nowUs)
local waitUs = at - nowUs
if waitUs > tonumber(ARGV[2]) then return -waitUs end
local everyUs = tonumber(ARGV[1])
if everyUs > 0 then
  local px = math.ceil((waitUs + everyUs) / 1000) + 1000
  redis.call('SET', KEYS[1], string.format('%.0f', at + everyUs), 'PX', px)
end
return waitUs`;

/** Nobody's turn comes before so many µs from now. */
const putOff = `
local now = redis.call('TIME')
local nowUs = now[1] * 1000000 + now[2]
local at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), nowUs + tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', at), 'PX', math.ceil((at - nowUs) / 1000) + 1000)
return at - nowUs`;

/**
 * Keeps all workers together to what a service takes in a minute, evenly: what is refused costs a round trip, a try of
 * patience and, with some, money. What Redis knows of it may be lost at any time.
 */
export function createPace({
  redis,
  perMinute,
  logger,
  patienceMs = usualPatienceMs,
}: PaceDeps): Pace {
  const keyOf = (dependency: PacedDependency, service: string) =>
    `memo:pace-us:${dependency}:${service}`;

  /** All in ms, for Redis in whole µs: in ms a service that takes 10,000 a minute would get 8,500. */
  async function run(script: string, key: string, ...valuesMs: number[]): Promise<number> {
    try {
      const values = valuesMs.map((ms) => Math.ceil(ms * 1_000));
      const asked = redis.eval(script, 1, key, ...values);
      return Number(await pTimeout(asked, { milliseconds: redisMs })) / 1_000;
    } catch (error) {
      logger.debug('The pace is not kept while Redis does not answer', { error });
      return 0;
    }
  }

  return {
    turn: async (dependency, service, signal) => {
      const limit = perMinute[dependency];
      const everyMs = limit === null ? 0 : (60_000 * slack) / limit;
      const waitMs = await run(takeTurn, keyOf(dependency, service), everyMs, patienceMs);
      if (waitMs < 0) throw tooFarOff(dependency, service, Math.ceil(-waitMs - patienceMs));
      if (waitMs > 0) await wait(waitMs, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    },
    refused: async (dependency, service, forMs) => {
      await run(putOff, keyOf(dependency, service), Math.min(forMs, longestRefusalMs));
    },
  };
}

const tooFarOff = (paced: PacedDependency, service: string, retryAfterMs: number): AppError =>
  new AppError('rate_limited', `${service} is asked as often as it may be. Try again later.`, {
    code: 'own_pace',
    paced,
    retryAfterMs,
  });
