import { z } from 'zod';

/** The path of whatever is about one meeting. */
export const meetingParamsSchema = z.object({ meeting_id: z.uuid() });
