import { AppError } from '@memo/errors';

/** Also for a meeting of another workspace, and for a deleted one. */
export const meetingNotFound = (): AppError => new AppError('not_found', 'Meeting not found');
