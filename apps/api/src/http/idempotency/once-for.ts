import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Request } from 'express';
import { keyTakenBy, type Reply, type Route, type RouteOnce, type ScopeFor } from '../route.ts';
import { readKey, replayedHeader } from './key-header.ts';
import { beginOnce } from './once.ts';
import type { Reservations } from './reservations.ts';

export interface OnceForRequest extends RouteOnce {
  /** @throws Error for a route that made something and did not keep it: a fault of ours, found by its first test. */
  check(reply: Reply): void;
  /** When the request is over. Never fails. */
  end(): Promise<void>;
}

const noKey: OnceForRequest = {
  hasKey: false,
  isRepeat: false,
  keep: () => Promise.resolve(),
  repeated: () => Promise.resolve(null),
  check: () => undefined,
  end: () => Promise.resolve(),
};

/**
 * Reserves the key of a request to a route that takes one.
 * @throws AppError `invalid_input` for a key that is none, `conflict` while another request has it.
 */
export async function onceFor(
  reservations: Reservations,
  route: Route,
  req: Request,
  params: unknown,
  scopeFor: ScopeFor | undefined,
): Promise<OnceForRequest> {
  const takes = keyTakenBy(route);
  const key = takes === null ? null : readKey(req);
  if (takes === null || key === null || scopeFor === undefined) return noKey;
  const what = [route.method, route.path, params];
  const once = await beginOnce(reservations, await scopeFor({}), key, what);
  let replied = false;

  async function replay(scope: Scope, subject: string): Promise<Reply> {
    try {
      const body = await takes?.replay(scope, subject, params);
      replied = true;
      return { status: takes?.status ?? 200, headers: { [replayedHeader]: 'true' }, body };
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not_found') throw madeIsGone(error);
      throw error;
    }
  }

  return {
    hasKey: true,
    isRepeat: once.isRepeat,
    keep: (tx, subject) => once.keep(tx, subject),
    repeated: async (scope, content) => {
      const subject = await once.made(scope, content);
      return subject === null ? null : replay(scope, subject);
    },
    check: ({ status }) => {
      if (replied || status >= 300 || once.hasKept()) return;
      throw new Error(`${route.method} ${route.path} did not keep what it made.`);
    },
    end: () => once.end(),
  };
}

export const goneDetail =
  'What the first request with this Idempotency-Key made has been deleted since. Send the request under a new key to make it again.';

const madeIsGone = (cause: unknown): AppError =>
  new AppError('gone', goneDetail, { code: 'made_is_gone', cause });
