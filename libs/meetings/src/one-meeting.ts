import { AppError } from '@memo/errors';

const detail = 'Meeting not found';

/** Also for a meeting of another workspace, and for a deleted one. */
export const meetingNotFound = (): AppError => new AppError('not_found', detail);

/** How a route over one meeting documents it. */
export const noSuchMeeting = {
  description: 'There is no such meeting in the workspace',
  example: { detail },
};
