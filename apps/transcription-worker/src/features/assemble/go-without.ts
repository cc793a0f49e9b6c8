import { AppError } from '@memo/errors';
import type { StageClaim } from '@memo/pipeline';

/** Three to four minutes of waiting. */
const mostWaits = 8;

/**
 * Whether a stage is to go on without an answer that tells only who is who. A transcript has its words: it waits for an
 * outage, and not for a day where this question alone may be what is failed at.
 */
export const mayGoWithout = (
  { waitingFor, waits }: Pick<StageClaim, 'waitingFor' | 'waits'>,
  thrown: unknown,
): boolean =>
  thrown instanceof AppError &&
  thrown.failedAt !== undefined &&
  thrown.failedAt === waitingFor &&
  waits >= mostWaits;
