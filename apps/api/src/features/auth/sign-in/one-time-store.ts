import { createHash, randomBytes } from 'node:crypto';
import { createSigner } from '@memo/access';
import { AppError } from '@memo/errors';
import type { Redis } from 'ioredis';

export interface OneTimeStore<T> {
  /** @returns what takes it out again. @throws AppError `unavailable`. */
  put(value: T, ticket?: string): Promise<string>;
  /** The value, for the first request that asks in time; null for every other. @throws AppError `unavailable`. */
  take(ticket: string): Promise<T | null>;
}

interface OneTimeStoreOptions {
  prefix: string;
  ttlMs: number;
  /** What the API signs with. The values have a key of their own, made from it. */
  secret: string;
}

interface Kept<T> {
  value: T;
  /** In ms: Redis forgets by itself, unless somebody wrote the value back. */
  until: number;
}

/** 256 random bits. */
export const newTicket = (): string => randomBytes(32).toString('base64url');

/**
 * Values in Redis that can be taken once. Under a hash of the ticket, so that who reads Redis cannot use it; and sealed
 * for that key and its time, so that what somebody else wrote into Redis is no value.
 */
export function createOneTimeStore<T>(
  redis: Redis,
  { prefix, ttlMs, secret }: OneTimeStoreOptions,
): OneTimeStore<T> {
  const signer = createSigner(secret, `memo ${prefix}`);
  const keyOf = (ticket: string) =>
    `${prefix}:${createHash('sha256').update(ticket).digest('hex')}`;
  /** For its key, so that a value is nothing under another one. */
  const sealed = (key: string, text: string) => `${key}\n${text}`;
  return {
    put: async (value, ticket = newTicket()) => {
      const key = keyOf(ticket);
      const text = JSON.stringify({ value, until: Date.now() + ttlMs } satisfies Kept<T>);
      await redis.set(key, `${signer.sign(sealed(key, text))}.${text}`, 'PX', ttlMs).catch(refuse);
      return ticket;
    },
    take: async (ticket) => {
      const key = keyOf(ticket);
      const kept = await redis.getdel(key).catch(refuse);
      if (kept === null) return null;
      const end = kept.indexOf('.');
      const text = kept.slice(end + 1);
      if (!signer.isSigned(sealed(key, text), kept.slice(0, Math.max(end, 0)))) return null;
      const { value, until } = JSON.parse(text) as Kept<T>;
      return until > Date.now() ? value : null;
    },
  };
}

const refuse = (cause: unknown): never => {
  throw new AppError('unavailable', 'Redis does not answer.', { cause });
};
