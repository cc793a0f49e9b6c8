import { AppError } from '@memo/errors';
import type { z } from 'zod';
import { problemText } from './problem-text.ts';
import { unstorableTexts } from './unstorable-text.ts';

// A hostile body must not be answered with a far bigger one.
export const maxProblems = 50;

export type InputPlace = 'body' | 'query' | 'path' | 'header';

/** One entry of the contract's 422 body. */
export interface InputProblem {
  loc: (string | number)[];
  msg: string;
  type: string;
}

/** Input that does not match its schema: the API answers 422 with these problems. */
export class InvalidInput extends AppError {
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super('invalid_input', 'The request does not have the expected form.', {
      code: 'validation_failed',
    });
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}

/**
 * The input as the schema's output type.
 * @throws InvalidInput with the problems found, 50 at most.
 */
export function validate<T>(place: InputPlace, schema: z.ZodType<T>, input: unknown): T {
  refuseUnstorable(place, input);
  const result = schema.safeParse(input, { error: problemText });
  if (result.success) {
    // Again: what a schema unpacks (JSON in a form field) may hold what its text did not show.
    refuseUnstorable(place, result.data);
    return result.data;
  }
  const problems = result.error.issues.flatMap((issue) => describe(place, issue, input));
  throw new InvalidInput(problems.slice(0, maxProblems));
}

function refuseUnstorable(place: InputPlace, input: unknown): void {
  const unstorable = unstorableTexts(input, maxProblems);
  if (unstorable.length > 0) {
    throw new InvalidInput(
      unstorable.map((path) => ({
        loc: [place, ...path],
        msg: 'must not contain NUL characters or broken Unicode',
        type: 'value_error.characters',
      })),
    );
  }
}

function describe(place: InputPlace, issue: z.core.$ZodIssue, input: unknown): InputProblem[] {
  const loc = [place, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code !== 'custom' && valueAt(input, issue.path) === undefined) {
    return [{ loc, msg: 'field required', type: 'value_error.missing' }];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      loc: [...loc, key],
      msg: 'extra fields not permitted',
      type: 'value_error.extra',
    }));
  }
  return [{ loc, msg: issue.message, type: typeName(issue) }];
}

const pydanticNames: Readonly<Record<string, string>> = { int: 'integer', number: 'float' };

/** Named after what clients of the first Memo backend know from Pydantic. */
function typeName(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    return `type_error.${pydanticNames[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_format') return `value_error.${issue.format}`;
  return issue.code === 'custom' ? 'value_error' : `value_error.${issue.code}`;
}

/** What the client sent there, before any coercion made something of nothing. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    input,
  );
}
