import type { RunError } from '@memo/entities';
import { AppError, textForUsers, type Dependency, type ErrorKind } from '@memo/errors';

/**
 * `wait` and `outage` burn no attempt: nothing failed, a provider only asked for patience, or a dependency of the work
 * is away.
 */
export type FailureDecision = 'retry' | 'wait' | 'outage' | 'fail';

interface Policy {
  decision: Exclude<FailureDecision, 'outage'>;
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

/**
 * @param answersOthers whether a dependency did its part in other work meanwhile: what fails there although it does is
 *   the fault of what was asked, as far as anybody can tell.
 */
export function decide(
  error: AppError,
  answersOthers: (dependency: Dependency) => boolean,
): FailureDecision {
  const { away, failedAt } = error;
  if (away !== undefined) return 'outage';
  if (failedAt !== undefined && !answersOthers(failedAt)) return 'outage';
  return policies[error.kind].decision;
}

/** What is kept of a failure: what users are told, and beside it what operators should know, where that is more. */
export function toRunError(error: AppError): RunError {
  const message = textForUsers(error);
  return {
    code: error.code,
    message,
    ...(message !== error.message && { detail: error.message }),
    retryable: policies[error.kind].retryable,
  };
}

const names: Record<Dependency, string> = {
  database: 'The database',
  storage: 'The file storage',
  disk: 'The disk of the workers',
  speech: 'The speech recognition service',
  language: 'The language model',
  dashboard: 'The dashboard',
};

/** An outage that has lasted too long. */
export const outageOver = (error: AppError, dependency: Dependency, afterMs: number): AppError =>
  new AppError(
    error.kind,
    `${names[dependency]} has been away for ${Math.round(afterMs / 3_600_000)} hours. ${error.message} Try again once it is back.`,
    { code: `${dependency}_away`, cause: error },
  );
