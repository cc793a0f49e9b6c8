import type { RunError } from '@memo/entities';
import type { AppError, ErrorKind } from '@memo/errors';

/** `wait` burns no attempt: nothing failed, the provider only asked for patience. */
export type FailureDecision = 'retry' | 'wait' | 'fail';

interface Policy {
  decision: FailureDecision;
  /** Whether a person who tries again later may have more luck. */
  retryable: boolean;
}

/** The one table that says what a failed run does next. Input and keys do not get better by trying again. */
const policies: Record<ErrorKind, Policy> = {
  invalid_input: { decision: 'fail', retryable: false },
  too_large: { decision: 'fail', retryable: false },
  unauthenticated: { decision: 'fail', retryable: true },
  forbidden: { decision: 'fail', retryable: true },
  not_found: { decision: 'fail', retryable: true },
  gone: { decision: 'fail', retryable: true },
  conflict: { decision: 'fail', retryable: true },
  misconfigured: { decision: 'fail', retryable: true },
  rate_limited: { decision: 'wait', retryable: true },
  unavailable: { decision: 'retry', retryable: true },
  timeout: { decision: 'retry', retryable: true },
  internal: { decision: 'retry', retryable: true },
};

export const decide = (error: AppError): FailureDecision => policies[error.kind].decision;

/** What is kept of a failure for a person to read. */
export const toRunError = (error: AppError): RunError => ({
  code: error.code,
  message: error.message,
  retryable: policies[error.kind].retryable,
});
