import { AppError, type ErrorKind } from '@memo/errors';
import { retryAfterMs } from './retry-after.ts';

type Answer = Pick<Response, 'status' | 'headers'>;

/** What an answer other than "I have it" means; null for those that say so. */
export function refusal({ status, headers }: Answer): AppError | null {
  // 409: it has a delivery with this idempotency key already.
  if ((status >= 200 && status < 300) || status === 409) return null;
  if (status === 429) return patience('rate_limited', 'The dashboard asked for patience.', headers);
  // 408 and 425 are the client errors that a later try can mend.
  if (status >= 500 || status === 408 || status === 425) {
    return patience('unavailable', `The dashboard has a problem of its own (${status}).`, headers);
  }
  return rejection(status);
}

function patience(kind: ErrorKind, message: string, headers: Headers): AppError {
  const waitMs = retryAfterMs(headers.get('retry-after'), Date.now());
  return new AppError(kind, message, waitMs === undefined ? {} : { retryAfterMs: waitMs });
}

function rejection(status: number): AppError {
  const options = { code: 'dashboard_rejected' };
  if (status === 401 || status === 403) {
    return new AppError(
      'misconfigured',
      `The dashboard did not accept our signature (${status}). Check that DASHBOARD_SIGNING_SECRET is the secret it verifies with.`,
      options,
    );
  }
  if (status < 400) {
    return new AppError(
      'misconfigured',
      `The dashboard redirects deliveries (${status}), which are not followed. Set DASHBOARD_BASE_URL to its final address.`,
      options,
    );
  }
  return new AppError(
    'invalid_input',
    `The dashboard rejected this meeting (${status}). Check that DASHBOARD_BASE_URL is right and that the dashboard accepts this version of the meeting format.`,
    options,
  );
}
