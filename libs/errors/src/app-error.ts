/**
 * What went wrong, in the product's own words. The API maps each kind to an HTTP status, the ledger to
 * "retry", "wait" or "fail"; nothing else in the system decides either.
 */
export const errorKinds = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'gone',
  'conflict',
  'too_large',
  'rate_limited',
  'unavailable',
  'timeout',
  'misconfigured',
  'internal',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

export interface AppErrorOptions {
  /** Stable machine-readable reason, e.g. `audio_undecodable`. */
  code?: string;
  /** How long the other side asked us to wait, in milliseconds. Only with `rate_limited` and `unavailable`. */
  retryAfterMs?: number;
  /** For logs only; never sent to a client. */
  cause?: unknown;
}

/** An error whose message is written for the person who reads it: what is wrong and what to do. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = options.code ?? kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Any thrown value as an AppError. What is not one is `internal`, with a message that leaks nothing. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError('internal', 'Something went wrong on our side.', { cause: thrown });
}
