import { defineRoute, type Route } from '../../http/route.ts';
import { changesQuerySchema, changesSchema } from './changes.schemas.ts';
import { goneDetail, type ChangesService } from './changes.service.ts';

export const createChangesRoutes = (changes: ChangesService): Route[] => [
  defineRoute({
    method: 'get',
    path: '/changes',
    summary: 'What happened in the workspace after a position',
    description: `For clients that keep a copy. Ask without \`after\` for the present position, read everything once, then
ask again and again with the \`next\` of the answer before; at once while \`has_more\` is true. A change says that something is
different, and not what it is now: read the meeting. \`meeting.access_changed\` says that others see it than before: who gets
404 for it drops the copy, who does not have it yet reads it. A change may be told twice; none is left out. What was changed by
the caller is among the changes as soon as the change was answered. The progress of a meeting is not: follow
\`/meetings/{meeting_id}/events\`. Changes are kept for 30 days.`,
    tags: ['Changes'],
    auth: 'bearer',
    allow: 'meetings.list',
    query: changesQuerySchema,
    responses: {
      200: { description: 'The changes, oldest first', schema: changesSchema },
      410: {
        description:
          'The position is older than what is kept, or ahead of all there is, as after a restore from a backup',
        example: { detail: goneDetail },
      },
    },
    handler: async ({ scope, query }) => ({ status: 200, body: await changes.read(scope, query) }),
  }),
];
