import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Request, Response } from 'express';
import { addressKey } from './client-address.ts';
import type { RateLimitName, RateLimits } from './rate-limits.ts';
import { limitOf, type Route } from './route.ts';

/**
 * Who is calling.
 * @throws AppError `unauthenticated` when the request has no valid access token.
 */
export type Authenticate = (req: Request) => Promise<Scope>;

export interface Gate {
  authenticate: Authenticate;
  rateLimits: RateLimits;
}

/**
 * Lets a request in, or not: who is calling, and is it within its rate limit? A caller without a valid token counts
 * as anonymous, so guessing tokens is limited by address.
 * @throws AppError `unauthenticated`, `rate_limited`.
 */
export async function admit(
  { authenticate, rateLimits }: Gate,
  route: Route,
  req: Request,
  res: Response,
): Promise<Scope | undefined> {
  const limited = limitOf(route);
  const count = async (name: RateLimitName, key: string) => {
    if (limited !== 'none') await takeOne(rateLimits, res, name, key);
  };
  if (route.auth === 'none') {
    await count(limited === 'auth' ? 'auth' : 'anonymous', addressKey(req.ip));
    return undefined;
  }
  let scope: Scope;
  try {
    scope = await authenticate(req);
  } catch (error) {
    // A database that is away says nothing about the caller.
    if (error instanceof AppError && error.kind === 'unauthenticated') {
      await count('anonymous', addressKey(req.ip));
    }
    throw error;
  }
  await count('user', String(scope.userId));
  return scope;
}

/**
 * Counts a request, and says in its response where the caller stands.
 * @throws AppError `rate_limited`.
 */
export async function takeOne(
  rateLimits: RateLimits,
  res: Response,
  name: RateLimitName,
  key: string,
): Promise<void> {
  const { allowed, limit, remaining, resetMs } = await rateLimits.take(name, key);
  const seconds = Math.ceil(resetMs / 1000);
  res.set({
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(seconds),
  });
  if (allowed) return;
  throw new AppError(
    'rate_limited',
    `Too many requests. Please try again in ${Math.max(1, seconds)} seconds.`,
    { retryAfterMs: resetMs },
  );
}
