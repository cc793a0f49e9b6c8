import type { StageError } from '@memo/entities';
import type { AppError, ErrorKind } from '@memo/errors';

/** `wait` burns no attempt: nothing failed, the provider only asked for patience. */
export type FailureDecision = 'retry' | 'wait' | 'fail';

/** The one table that says what a failed stage does next. Input and keys do not get better by trying again. */
const decisions: Record<ErrorKind, FailureDecision> = {
  invalid_input: 'fail',
  unauthenticated: 'fail',
  forbidden: 'fail',
  not_found: 'fail',
  gone: 'fail',
  conflict: 'fail',
  too_large: 'fail',
  misconfigured: 'fail',
  rate_limited: 'wait',
  unavailable: 'retry',
  timeout: 'retry',
  internal: 'retry',
};

export const decide = (error: AppError): FailureDecision => decisions[error.kind];

const hopeless = new Set<ErrorKind>(['invalid_input', 'too_large']);

/** What is kept of a failure for a person to read. */
export const toStageError = (error: AppError): StageError => ({
  code: error.code,
  message: error.message,
  retryable: !hopeless.has(error.kind),
});
