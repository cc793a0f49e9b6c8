import { AppError, isNetworkCode, toAppError } from '@memo/errors';

const misconfiguredNames = new Set([
  'NoSuchBucket',
  // HEAD answers have no body: a missing bucket is a bare 404.
  'NotFound',
  'AuthorizationHeaderMalformed',
]);

/** Passing troubles: time limits, credentials that are being renewed, a clock that is being set. */
const passingNames = new Set([
  'TimeoutError',
  'RequestTimeout',
  'CredentialsProviderError',
  'ExpiredToken',
  'RequestTimeTooSkewed',
]);

interface Failure extends Error {
  code?: unknown;
  /** The SDK adds it to every failure of a request; without a status there was no answer. */
  $metadata?: { httpStatusCode?: number };
}

/** What the SDK or the network threw, as an AppError. An aborted request stays the AbortError it is. */
export function toStorageError(thrown: unknown, bucket: string): Error {
  if (thrown instanceof AppError || !isFailure(thrown)) return toAppError(thrown);
  const { name, code, $metadata } = thrown;
  const status = $metadata?.httpStatusCode;
  if (name === 'AbortError') return thrown;
  if (name === 'NoSuchKey') return objectMissing(thrown);
  const refused = status === 301 || status === 401 || status === 403;
  if (misconfiguredNames.has(name) || (refused && !passingNames.has(name))) {
    return new AppError(
      'misconfigured',
      `The storage bucket "${bucket}" cannot be used. Check that it exists in AWS_REGION and that the AWS credentials may read, write, list and delete in it.`,
      { code: 'storage_misconfigured', cause: thrown },
    );
  }
  const unanswered = $metadata !== undefined && status === undefined;
  const overloaded = status === 429 || (status !== undefined && status >= 500);
  if (unanswered || overloaded || passingNames.has(name) || isNetworkCode(code)) {
    return new AppError('unavailable', 'The file storage does not answer. Try again shortly.', {
      code: 'storage_unavailable',
      away: 'storage',
      cause: thrown,
    });
  }
  return toAppError(thrown);
}

/**
 * What a HEAD for an object threw. Its 404 has no body that would tell a missing object from a missing bucket; the
 * bucket is what readiness watches.
 */
export function toHeadError(thrown: unknown, bucket: string): Error {
  const missing = isFailure(thrown) && thrown.$metadata?.httpStatusCode === 404;
  return missing ? objectMissing(thrown) : toStorageError(thrown, bucket);
}

const objectMissing = (cause: unknown): AppError =>
  new AppError('not_found', 'The stored file is gone. Upload the recording again.', {
    code: 'object_missing',
    cause,
  });

/** The answer to a request, or its failure as an AppError. */
export async function answered<T>(bucket: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    throw toStorageError(thrown, bucket);
  }
}

/** Of the answer that the SDK threw; undefined where there was none. */
export const statusOf = (thrown: unknown): number | undefined =>
  (thrown as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

// Not by instanceof: Jest runs tests in a realm of their own, and Node's errors come from another one.
function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && 'message' in thrown;
}
