import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '@memo/errors';
import type { Redis } from 'ioredis';

export interface OneTimeStore<T> {
  /** @returns what takes it out again. @throws AppError `unavailable`. */
  put(value: T, ticket?: string): Promise<string>;
  /** The value, for the first request that asks in time; null for every other. @throws AppError `unavailable`. */
  take(ticket: string): Promise<T | null>;
}

/** 256 random bits. */
export const newTicket = (): string => randomBytes(32).toString('base64url');

/** Values in Redis that can be taken once. Under a hash of the ticket, so that who reads Redis cannot use it. */
export function createOneTimeStore<T>(
  redis: Redis,
  { prefix, ttlMs }: { prefix: string; ttlMs: number },
): OneTimeStore<T> {
  const keyOf = (ticket: string) =>
    `${prefix}:${createHash('sha256').update(ticket).digest('hex')}`;
  return {
    put: async (value, ticket = newTicket()) => {
      await redis.set(keyOf(ticket), JSON.stringify(value), 'PX', ttlMs).catch(refuse);
      return ticket;
    },
    take: async (ticket) => {
      const kept = await redis.getdel(keyOf(ticket)).catch(refuse);
      return kept === null ? null : (JSON.parse(kept) as T);
    },
  };
}

const refuse = (cause: unknown): never => {
  throw new AppError('unavailable', 'Redis does not answer.', { cause });
};
