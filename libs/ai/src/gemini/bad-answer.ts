import { AppError } from '@memo/errors';

/** An answer that arrived but cannot be used, and of which nothing is kept: asking again is the only repair. */
export function badAnswer(why: string, cause?: unknown): AppError {
  return new AppError('unavailable', `Gemini gave an answer that cannot be used: ${why}.`, {
    code: 'bad_answer',
    cause,
  });
}
