import { AppError } from '@memo/errors';

/** Two tries at most: one bad answer is chance, two are a model that cannot do it now. */
export const mostTries = 2;

/** What a language model answered cannot be used, as often as it was asked. */
export function badAnswer(problem: string | null): AppError {
  const message = `The language model gave an answer that cannot be used: ${problem ?? 'it is empty'}.`;
  return new AppError('unavailable', message, { code: 'bad_answer' });
}
