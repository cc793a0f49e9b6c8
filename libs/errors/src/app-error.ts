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

/** What the work of this system depends on, outside of its processes. */
export type Dependency = 'database' | 'storage' | 'disk' | 'speech' | 'language' | 'dashboard';

export interface AppErrorOptions {
  /** Stable machine-readable reason, e.g. `audio_undecodable`. */
  code?: string;
  /** How long the other side asked us to wait, in milliseconds. Only with `rate_limited` and `unavailable`. */
  retryAfterMs?: number;
  /**
   * Who did not answer, or answered that nothing can be done for anybody now. Such a failure says nothing about what
   * was asked: the ledger waits for the dependency and counts no try.
   */
  away?: Dependency;
  /** Who failed at this, where what was asked may be the reason as well: a time limit, an HTTP 500. */
  failedAt?: Dependency;
  /** Who is not asked yet, because we keep to a pace with them: nothing failed, and it comes back after `retryAfterMs`. */
  paced?: Dependency;
  /** For logs only; never sent to a client. */
  cause?: unknown;
}

/**
 * An error whose message says what is wrong and what to do. Where that is for operators to do, users are told something
 * else: `textForUsers`.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly away: Dependency | undefined;
  readonly failedAt: Dependency | undefined;
  readonly paced: Dependency | undefined;

  constructor(kind: ErrorKind, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = options.code ?? kind;
    this.retryAfterMs = options.retryAfterMs;
    this.away = options.away;
    this.failedAt = options.failedAt;
    this.paced = options.paced;
  }
}

/** Any thrown value as an AppError. What is not one is `internal`, with a message that leaks nothing. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isDiskFull(thrown)) return diskFull(thrown);
  return new AppError('internal', 'Something went wrong on our side.', { cause: thrown });
}

/** A worker has no room for its files. */
export const diskFull = (cause: unknown): AppError =>
  new AppError(
    'unavailable',
    'The disk of a worker is full; make room where it keeps its temporary files (TMPDIR).',
    { code: 'disk_full', away: 'disk', cause },
  );

function isDiskFull(thrown: unknown): boolean {
  if (!(thrown instanceof Object) || !('code' in thrown)) return false;
  return thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT';
}
