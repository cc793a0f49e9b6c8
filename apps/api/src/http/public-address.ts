import { AppError } from '@memo/errors';
import type { Request } from 'express';

const host = /^(?:[a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Where people reach this API, without a slash at the end: as its settings say, or else as this request did.
 * @throws AppError `invalid_input` where neither tells.
 */
export function publicAddress(publicUrl: string | null, req: Request): string {
  if (publicUrl !== null) return publicUrl;
  const asked = (req.host as string | undefined) ?? '';
  if (host.test(asked)) return `${req.protocol}://${asked}`;
  throw new AppError(
    'invalid_input',
    'The Host header names no host, so no address can be given. Send one, or have PUBLIC_URL set.',
  );
}
