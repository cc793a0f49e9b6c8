import type { AppError } from '@memo/errors';
import type { z } from 'zod';

/** A provider's `bad_answer`. */
export type BadAnswer = (why: string, cause?: unknown) => AppError;

/** The object a language model was asked for. @throws what `badAnswer` makes of an answer that is not one. */
export function structuredAnswer<T>(schema: z.ZodType<T>, text: string, badAnswer: BadAnswer): T {
  const json = parseJson(text);
  // Without the parser's error as cause: it quotes what was said, and causes are logged.
  if (json === undefined) throw badAnswer('it is not JSON');
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw badAnswer('it has not the form that was asked for', parsed.error);
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
