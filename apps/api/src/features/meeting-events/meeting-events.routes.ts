import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { defineRoute, type Route } from '../../http/route.ts';
import { meetingEventDataSchema } from './meeting-events.schemas.ts';
import type { MeetingEventsService } from './meeting-events.service.ts';

const description = `Server-sent events. Each \`progress\` event is the whole state of the meeting, sent when it
changes; a last \`done\` event repeats it when nothing more will happen: \`status\` is FAILED, or COMPLETED with
\`dashboard_status\` no longer PENDING. A meeting that is deleted ends with \`deleted\`, and a stream
whose caller may not read the meeting any more with \`refused\`, which has the \`detail\` that the next request would be
answered with: when the session or the token has ended, say, or the caller is no member any more.

A stream ends without \`done\` after 15 minutes or when the server restarts. Come back with the last \`id\` in
\`Last-Event-ID\`, as EventSource does by itself: what it names is not repeated, and 204 says that it was the end. One
user can hold 20 streams open.`;

/** Asked for when a stream begins, and again while it goes on. */
export const meetingEventsPermission = 'meeting.read';

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // nginx would hold events back until its buffer is full.
  'X-Accel-Buffering': 'no',
};

export function createMeetingEventsRoutes(service: MeetingEventsService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/meetings/:meeting_id/events',
      summary: 'Follow the progress of a meeting',
      description,
      tags: ['Meetings'],
      auth: 'bearer',
      allow: meetingEventsPermission,
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      responses: {
        200: {
          description: 'The stream; the schema is that of the data of its events',
          schema: meetingEventDataSchema,
          contentType: 'text/event-stream',
        },
        204: { description: 'The state in Last-Event-ID was the last one: do not come back' },
        404: noSuchMeeting,
        429: {
          description: 'Too many streams or requests',
          example: {
            detail: 'You follow 20 meetings already. Close one of those streams first.',
          },
        },
      },
      handler: async ({ scope, credential, params, req }) => {
        const lastEventId = req.get('Last-Event-ID');
        const stream = await service.follow({ scope, credential }, params.meeting_id, lastEventId);
        if (stream === null) return { status: 204 };
        if (req.method !== 'HEAD') return { status: 200, headers, stream };
        stream.destroy();
        return { status: 200, headers };
      },
    }),
  ];
}
