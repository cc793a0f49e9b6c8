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
  const description: ErrorDescription = { name: error.name, message: maskSecrets(error.message) };
  if (error instanceof AppError) description.kind = error.kind;
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')) {
    description.code = error.code;
  }
  if (error.stack !== undefined) description.stack = maskSecrets(error.stack);
  if (depth >= maxCauses) return description;
  if (error.cause !== undefined) description.cause = describeCause(error.cause, depth);
  if (error instanceof AggregateError) {
    const parts: unknown[] = error.errors;
    description.errors = parts.slice(0, maxCauses).map((part) => describeCause(part, depth));
  }
  return description;
}

function describeCause(cause: unknown, depth: number): unknown {
  if (cause instanceof Error) return describeError(cause, depth + 1);
  return typeof cause === 'string' ? maskSecrets(cause) : `[${typeof cause}]`;
}
