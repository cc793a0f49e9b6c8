import { AppError } from '@memo/errors';

/** An answer that arrived but cannot be used, and of which nothing is kept: asking again is the only repair. */
export function badAnswer(why: string, cause?: unknown): AppError {
  const message = `The language model gave an answer that cannot be used: ${why}.`;
  return new AppError('unavailable', message, { code: 'bad_answer', cause });
}
