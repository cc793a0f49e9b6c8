import { AppError } from '@memo/errors';
import pTimeout from 'p-timeout';

const answerTimeoutMs = 2_000;

/**
 * Redis' answer, if it comes soon: BullMQ waits for the first connection without a limit, and a request must not.
 * @throws AppError `unavailable`.
 */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  try {
    return await pTimeout(answer, { milliseconds: answerTimeoutMs });
  } catch (cause) {
    throw new AppError('unavailable', 'The job queue does not answer.', { cause });
  }
}
