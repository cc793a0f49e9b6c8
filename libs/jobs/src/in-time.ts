import { AppError } from '@memo/errors';

const answerTimeoutMs = 2_000;

/**
 * Redis' answer, if it comes soon: BullMQ waits for the first connection without a limit, and a request must not.
 * @throws AppError `unavailable`.
 */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), answerTimeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    throw new AppError('unavailable', 'The job queue does not answer.', { cause });
  } finally {
    clearTimeout(timer);
  }
}
