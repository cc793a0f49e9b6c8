import { AppError } from '@memo/errors';

export const openAtOnce = 100;

export const hasBegun = (): AppError =>
  new AppError(
    'conflict',
    'This meeting has its recordings already and is being worked on, or was. Make another meeting for another recording.',
    { code: 'meeting_has_begun' },
  );

export const sideIsStored = (side: number): AppError =>
  new AppError('conflict', `Side ${side} of this meeting has its recording already.`, {
    code: 'side_stored',
  });

export const tooManyOpen = (): AppError =>
  new AppError(
    'conflict',
    `As many as ${openAtOnce} recordings of this workspace were initiated and are not complete. Complete them, or delete the meetings they are for.`,
    { code: 'too_many_open' },
  );

export const notInitiated = (): AppError =>
  new AppError('conflict', 'The upload of this recording was not initiated. Initiate it first.', {
    code: 'not_initiated',
  });

export const notArrived = (cause: unknown): AppError =>
  new AppError(
    'conflict',
    'The storage has nothing of this recording. Send its bytes to the address that initiating it gave, or initiate it again for a new one; complete it then.',
    { code: 'not_arrived', cause },
  );

/** Of what arrived and was taken away. */
export const otherBytes = (what: string): AppError =>
  new AppError(
    'conflict',
    `What arrived is not what was announced: ${what}. It was removed. Send the right bytes to the same address, or initiate the recording again.`,
    { code: 'other_bytes' },
  );

export const announcedAnew = (): AppError =>
  new AppError(
    'conflict',
    'This recording was initiated again with other bytes while it was being completed. Send those, and complete it then.',
    { code: 'announced_anew' },
  );

export const tookTooLong = (): AppError =>
  new AppError('conflict', 'Completing this recording took more than a day. Initiate it again.', {
    code: 'upload_too_slow',
  });
