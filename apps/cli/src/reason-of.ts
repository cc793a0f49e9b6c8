import { AppError } from '@memo/errors';

/** In one line: errors of drivers are named by what is behind them. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError && error.kind !== 'internal') return error.message;
  const cause = error instanceof AppError ? error.cause : error;
  if (cause instanceof AggregateError && cause.message === '') return reasonOf(cause.errors[0]);
  if (!(cause instanceof Error)) return String(cause);
  // What fetch says is that it failed; why is behind it.
  return cause.cause instanceof Error && cause.message === 'fetch failed'
    ? reasonOf(cause.cause)
    : cause.message;
}
