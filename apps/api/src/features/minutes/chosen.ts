import { AppError } from '@memo/errors';
import type { MinutesRow } from '@memo/meetings';

/** The minutes of a meeting that a request is about: the first ones where it names none. */
export interface Which {
  meetingId: string;
  minutesId: string | undefined;
}

/** @throws AppError `not_found`. */
export function chosenOf(all: readonly MinutesRow[], { minutesId }: Which): MinutesRow {
  const found = all.find(({ id, number }) =>
    minutesId === undefined ? number === 1 : id === minutesId.toLowerCase(),
  );
  if (found !== undefined) return found;
  throw minutesId === undefined ? noneYet() : new AppError('not_found', 'Minutes not found');
}

const noneYet = (): AppError =>
  new AppError(
    'not_found',
    'This meeting has no minutes yet: they are made once it is transcribed. GET /meetings/{id} says how far it is.',
    { code: 'no_minutes' },
  );

export const nothingYet = (): AppError =>
  new AppError('conflict', 'These minutes are still being made. Come back once they are there.', {
    code: 'not_completed',
  });
