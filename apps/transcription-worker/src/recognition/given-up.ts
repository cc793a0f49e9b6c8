import { AppError } from '@memo/errors';

/** The claim's generation is neither the one that is shown nor the one that is made beside it. */
export const givenUp = (): AppError =>
  new AppError('conflict', 'What this was asked for was given up meanwhile.');
