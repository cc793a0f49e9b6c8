import { meetingParamsSchema, meetingSchema, noSuchMeeting } from '@memo/meetings';
import { defineRoute, type Route } from '../../../http/route.ts';
import { tags } from '../meetings.routes.ts';
import type { MeetingsService } from '../meetings.service.ts';
import { changeVisibilitySchema } from './visibility.schemas.ts';
import { notTheirs, type VisibilityService } from './visibility.service.ts';

const description = `\`private\` meetings are there for the user who made them alone (\`user_id\`): nobody else of the
workspace, whatever their role, finds them in lists, searches, figures or changes, and for everybody else each of their
routes answers 404. What the workspace spent on them stays in its totals. A workspace with one member has nobody to hide
anything from.

Only who made a meeting can make it private, and share it again.`;

export const createVisibilityRoutes = (
  service: VisibilityService,
  meetings: Pick<MeetingsService, 'get'>,
): Route[] => [
  defineRoute({
    method: 'put',
    path: '/meetings/:meeting_id/visibility',
    summary: 'Say who of the workspace sees a meeting',
    description,
    tags,
    auth: 'bearer',
    allow: 'meeting.update',
    workspace: { meeting: 'meeting_id' },
    params: meetingParamsSchema,
    body: changeVisibilitySchema,
    responses: {
      200: { description: 'The meeting as it is now', schema: meetingSchema },
      403: {
        description: 'Somebody else made the meeting, or the caller is a viewer',
        example: { detail: notTheirs().message },
      },
      404: noSuchMeeting,
    },
    handler: async ({ scope, params: { meeting_id: meetingId }, body }) => {
      await service.change(scope, meetingId, body.visibility);
      return { status: 200, body: await meetings.get(scope, meetingId) };
    },
  }),
];
