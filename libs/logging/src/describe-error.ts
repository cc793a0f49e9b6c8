import { AppError } from '@memo/errors';
import { maskSecrets } from './mask-secrets.ts';

const maxCauses = 5;

interface ErrorDescription {
  name: string;
  message: string;
  kind?: string;
  code?: string | number;
  stack?: string;
  cause?: unknown;
  /** The parts of an AggregateError, e.g. one per address Node could not connect to. */
  errors?: unknown[];
}

/** An error and its causes as plain data, without the properties libraries hang on errors (requests, queries). */
export function describeError(error: Error, depth = 0): ErrorDescription {
  const { message, stack } = withoutContent(error);
  const description: ErrorDescription = { name: error.name, message: maskSecrets(message) };
  if (error instanceof AppError) description.kind = error.kind;
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')) {
    description.code = error.code;
  }
  if (stack !== undefined) description.stack = maskSecrets(stack);
  if (depth >= maxCauses) return description;
  if (error.cause !== undefined) description.cause = describeCause(error.cause, depth);
  if (error instanceof AggregateError) {
    const parts: unknown[] = error.errors;
    description.errors = parts.slice(0, maxCauses).map((part) => describeCause(part, depth));
  }
  return description;
}

/** What JSON.parse says quotes the text that it could not read, and the stack repeats it: somebody's password, or words. */
function withoutContent(error: Error): Pick<Error, 'message' | 'stack'> {
  const { name, message, stack } = error;
  if (name !== 'SyntaxError' || !/\bJSON\b/.test(message)) return error;
  const [place = ''] = /at position \d+/.exec(message) ?? [];
  const plain = `The text is not valid JSON ${place}`.trim();
  return { message: plain, ...(stack !== undefined && { stack: stack.replace(message, plain) }) };
}

function describeCause(cause: unknown, depth: number): unknown {
  if (cause instanceof Error) return describeError(cause, depth + 1);
  return typeof cause === 'string' ? maskSecrets(cause) : `[${typeof cause}]`;
}
