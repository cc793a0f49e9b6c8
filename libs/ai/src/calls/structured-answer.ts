import { AppError } from '@memo/errors';
import type { z } from 'zod';
import type { Generation } from '../language-model.ts';
import { jsonValues } from '../reading/lenient-json.ts';
import { fitted } from '../reading/fitted.ts';

type Read<T> = Pick<Generation<T>, 'value' | 'problem' | 'leftOut'>;

/** The object a language model was asked for, as far as it can be read, or why its answer is not such an object. */
export function structuredAnswer<T>(schema: z.ZodType<T>, text: string): Read<T> {
  const values = jsonValues(text);
  if (values.length === 0) return noAnswer('it is not JSON');
  let places: string[] = [];
  // The last whole one: before it stands a draft of it, behind it perhaps the beginning of another.
  let best: { value: T; leftOut: number; length: number } | null = null;
  for (const given of values) {
    const fit = fitted(schema, given);
    if ('places' in fit) {
      ({ places } = fit);
      continue;
    }
    const length = lengthOf(given);
    if (2 * length >= (best?.length ?? 0)) best = { ...fit, length };
  }
  if (best !== null) {
    const { value, leftOut } = best;
    return { value, problem: null, ...(leftOut > 0 && { leftOut }) };
  }
  // The place alone: what stands there may be what was said.
  return noAnswer(`it has not the form that was asked for (${places.slice(0, 3).join(', ')})`);
}

/** Characters of what it says, without the names of its fields. */
const lengthOf = (given: unknown): number =>
  typeof given === 'object' && given !== null
    ? Object.values(given).reduce<number>((sum, one) => sum + lengthOf(one), 0)
    : JSON.stringify(given).length;

export const noAnswer = (problem: string): Read<never> => ({ value: null, problem });

/** Two tries at most: one bad answer is chance, two are a model that cannot do it now. */
export const mostTries = 2;

/** What a language model answered cannot be used, as often as it was asked. */
export function badAnswer(problem: string | null): AppError {
  const message = `The language model gave an answer that cannot be used: ${problem ?? 'it is empty'}.`;
  return new AppError('unavailable', message, { code: 'bad_answer' });
}
