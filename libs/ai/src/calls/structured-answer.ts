import { AppError } from '@memo/errors';
import type { z } from 'zod';
import type { Generation } from '../language-model.ts';

type Read<T> = Pick<Generation<T>, 'value' | 'problem'>;

/** The object a language model was asked for, or why its answer is not such an object. */
export function structuredAnswer<T>(schema: z.ZodType<T>, text: string): Read<T> {
  const json = parseJson(text);
  if (json === undefined) return noAnswer('it is not JSON');
  const { data, error } = schema.safeParse(json);
  if (error === undefined) return { value: data, problem: null };
  // The place alone: what stands there may be what was said.
  const places = error.issues.slice(0, 3).map(({ path }) => path.join('.') || 'the whole');
  return noAnswer(`it has not the form that was asked for (${places.join(', ')})`);
}

export const noAnswer = (problem: string): Read<never> => ({ value: null, problem });

/** The value of a JSON text; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Two tries at most: one bad answer is chance, two are a model that cannot do it now. */
export const mostTries = 2;

/** What a language model answered cannot be used, as often as it was asked. */
export function badAnswer(problem: string | null): AppError {
  const message = `The language model gave an answer that cannot be used: ${problem ?? 'it is empty'}.`;
  return new AppError('unavailable', message, { code: 'bad_answer' });
}
