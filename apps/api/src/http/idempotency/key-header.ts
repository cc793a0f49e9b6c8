import { AppError } from '@memo/errors';
import type { Request } from 'express';

export const keyHeader = 'Idempotency-Key';

export const replayedHeader = 'Idempotency-Replayed';

export const maxKeyLength = 255;

/** Visible ASCII alone: what every client, proxy and log shows alike. */
const wellFormed = /^[\x21-\x7e]{1,255}$/;

/**
 * The key under which a request may be repeated; null where it has none.
 * @throws AppError `invalid_input`, also for two of them.
 */
export function readKey(req: Request): string | null {
  const key = req.get(keyHeader);
  if (key === undefined) return null;
  if (wellFormed.test(key)) return key;
  throw new AppError(
    'invalid_input',
    `The ${keyHeader} cannot be used: send one of 1 to ${maxKeyLength} letters, digits or signs without spaces, a UUID for example, and the same one when you repeat the request.`,
    { code: 'idempotency_key' },
  );
}
