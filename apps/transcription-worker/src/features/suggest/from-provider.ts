import { AppError, toAppError } from '@memo/errors';

/**
 * What the provider failed with, as it concerns the person who waits. Its rate limit and our settings are not theirs to
 * mend, and what it refuses is our request and not their recording.
 */
export async function fromProvider<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    const { kind, message, code, retryAfterMs } = toAppError(thrown);
    if (kind === 'rate_limited' || kind === 'misconfigured') {
      throw new AppError('unavailable', message, {
        code,
        cause: thrown,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      });
    }
    if (kind === 'invalid_input') throw new AppError('internal', message, { code, cause: thrown });
    throw thrown;
  }
}
