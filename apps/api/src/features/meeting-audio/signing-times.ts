import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';

/**
 * When an address was signed. All API processes sign it for the same moment, so all hand out the same one; the address
 * itself, which opens the audio to anybody, is kept nowhere.
 */
export interface SigningTimes {
  /** The moment to sign for: one at which half of `lifetimeMs` is still left, the present one without Redis. */
  at(name: string, lifetimeMs: number): Promise<Date>;
}

export function createSigningTimes(redis: Redis, logger: Logger): SigningTimes {
  return {
    at: async (name, lifetimeMs) => {
      const now = Date.now();
      const halfLife = lifetimeMs / 2;
      const key = `audio-url:${name}`;
      try {
        // The first process to ask sets it; the others read what was set.
        const [, kept] =
          (await redis.multi().set(key, now, 'PX', halfLife, 'NX').get(key).exec()) ?? [];
        const signedAt = Number(kept?.[1] ?? now);
        // Redis forgets it at half its life by a clock of its own.
        return new Date(Math.abs(now - signedAt) <= halfLife ? signedAt : now);
      } catch (error) {
        logger.debug('An audio address is signed anew: Redis is away', { error });
        return new Date(now);
      }
    },
  };
}
