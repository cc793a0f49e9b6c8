import { AppError } from '@memo/errors';
import type { Serves } from './outage.ts';

export interface BoundedCall {
  /** Who is asked, as messages name them. */
  who: string;
  serves: Serves;
  /** Bound on the whole call, in milliseconds. */
  timeoutMs: number;
  callerSignal: AbortSignal;
  /** What the provider's errors mean here. */
  toAppError: (thrown: unknown) => AppError;
}

/**
 * Runs one call under the caller's signal and our deadline.
 * @throws the reason of the caller's abort; AppError for everything the provider did.
 */
export async function withinDeadline<T>(
  { who, serves, timeoutMs, callerSignal, toAppError }: BoundedCall,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await run(AbortSignal.any([callerSignal, deadline]));
  } catch (error) {
    // fetch, the SDKs and timers each report an abort in their own way; the signals say whose it was.
    callerSignal.throwIfAborted();
    if (deadline.aborted) {
      const message = `${who} did not answer within ${timeoutMs / 1000} s.`;
      throw new AppError('timeout', message, { failedAt: serves });
    }
    throw toAppError(error);
  }
}
