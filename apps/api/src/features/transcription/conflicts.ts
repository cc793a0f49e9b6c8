import type { MeetingStatus } from '@memo/entities';
import { AppError } from '@memo/errors';
import { meetingNotFound } from '@memo/meetings';

/** A generation of this meeting is being made. @param then what to do once it is there. */
export const runsAnew = (then: string): AppError =>
  new AppError(
    'conflict',
    `This meeting runs again already, and its transcript stays readable meanwhile. Wait until its status is COMPLETED; ${then}`,
    { code: 'already_running' },
  );

/** This meeting has nothing yet that could be made anew. */
function notCompleted(status: MeetingStatus): AppError {
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

/** Why neither another generation can be begun now, nor an earlier one be brought back. @param then see `runsAnew`. */
export function notReady(
  answer: { kind: 'not_found' | 'runs_anew' } | { kind: 'not_completed'; status: MeetingStatus },
  then: string,
): AppError {
  switch (answer.kind) {
    case 'not_found':
      return meetingNotFound();
    case 'not_completed':
      return notCompleted(answer.status);
    case 'runs_anew':
      return runsAnew(then);
  }
}
