import { meetingNotFound } from '@memo/access';
import { z } from 'zod';

export { meetingNotFound };

/** The path of whatever is about one meeting. */
export const meetingParamsSchema = z.object({ meeting_id: z.uuid() });

/** How a route over one meeting documents that there is none. */
export const noSuchMeeting = {
  description: 'There is no such meeting in the workspace',
  example: { detail: meetingNotFound().message },
};
