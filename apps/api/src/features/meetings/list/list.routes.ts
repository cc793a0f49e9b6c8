import { defineRoute, type Route } from '../../../http/route.ts';
import { tags } from '../meetings.routes.ts';
import { listQuerySchema, meetingListSchema } from './list.schemas.ts';
import type { ListService } from './list.service.ts';

export const createListRoutes = (service: ListService): Route[] => [
  defineRoute({
    method: 'get',
    path: '/meetings/',
    contract: true,
    summary: 'The meetings of the workspace, newest first',
    description:
      'Filters can be combined, and narrow the list by `page` as well as by `cursor`. Transcripts and metrics are left out: `GET /meetings/{meeting_id}` has them.',
    tags,
    auth: 'bearer',
    allow: 'meetings.list',
    query: listQuerySchema,
    responses: { 200: { description: 'One page', schema: meetingListSchema } },
    handler: async ({ scope, query }) => ({ status: 200, body: await service.list(scope, query) }),
  }),
];
