import {
  actorName,
  CredentialOver,
  notAuthenticated,
  type Access,
  type Caller,
} from '@memo/access';
import { AppError } from '@memo/errors';
import type { Request, Response } from 'express';
import { addressKey } from './client-address.ts';
import { readNamedWorkspace, type WorkspaceNaming } from './named-workspace.ts';
import { originOf } from './origin.ts';
import { tooManyRequests, type RateLimitName, type RateLimits } from './rate-limits.ts';
import { limitOf, type Route } from './route.ts';

export interface Gate {
  access: Pick<Access, 'identify' | 'enter'>;
  rateLimits: RateLimits;
}

/** Somebody who may ask, and what they said of the workspace they ask about. */
export interface Admitted extends WorkspaceNaming {
  caller: Caller;
  /** What they proved it with. */
  credential: string;
}

/**
 * Lets a request in, or not: who is calling, and is it within its rate limit? A caller without a valid token counts
 * as anonymous, so guessing tokens is limited by address; one whose token is good no more guesses nothing, and must
 * hear that, or an office would be held up when its tokens expire at one time. Whether they may do what they ask is for `authorize`.
 * @returns null where nobody has to say who they are.
 * @throws AppError `unauthenticated`, `rate_limited`.
 */
export async function admit(
  { access, rateLimits }: Gate,
  route: Route,
  req: Request,
  res: Response,
): Promise<Admitted | null> {
  const limited = limitOf(route);
  const count = async (name: RateLimitName | 'none', key: string) => {
    if (name !== 'none' && limited !== 'none') await takeOne(rateLimits, res, name, key);
  };
  if (route.auth === 'none') {
    await count(limited === 'caller' ? 'anonymous' : limited, addressKey(req.ip));
    return null;
  }
  const naming = readNamedWorkspace(route, req);
  let admitted: Admitted;
  try {
    const credential = bearerOf(req);
    const { named } = naming;
    const caller = await access.identify({ credential, named, origin: originOf(req) });
    admitted = { caller, credential, ...naming };
  } catch (error) {
    // A database that is away says nothing about the caller.
    if (error instanceof CredentialOver) {
      // Not with those of the user: an old token must not use up what they may ask.
      await count('user', `over:${error.userId}`);
    } else if (error instanceof AppError && error.kind === 'unauthenticated') {
      await count('anonymous', addressKey(req.ip));
    }
    throw error;
  }
  await count('user', actorName(admitted.caller.actor));
  return admitted;
}

/** @throws AppError `unauthenticated` without `Authorization: Bearer …`. */
function bearerOf(req: Request): string {
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(req.get('authorization') ?? '') ?? [];
  if (token === undefined) throw notAuthenticated();
  return token;
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
  if (!allowed) throw tooManyRequests(resetMs);
}
