import type { MeetingStatus } from '@memo/entities';
import { AppError } from '@memo/errors';

/** A generation of this meeting is being made. @param then what to do once it is there. */
export const runsAnew = (then: string): AppError =>
  new AppError(
    'conflict',
    `This meeting runs again already, and its transcript stays readable meanwhile. Wait until its status is COMPLETED; ${then}`,
    { code: 'already_running' },
  );

/** This meeting has nothing yet that could be made anew. */
export function notCompleted(status: MeetingStatus): AppError {
  return status === 'FAILED'
    ? new AppError(
        'conflict',
        'This meeting has failed and was never COMPLETED, so there is nothing to make anew. Run it again with POST /meetings/{id}/retry, which asks only for what is missing.',
        { code: 'never_completed' },
      )
    : new AppError(
        'conflict',
        `This meeting is ${status}: it is being made for the first time. Wait until its status is COMPLETED.`,
        { code: 'never_completed' },
      );
}
