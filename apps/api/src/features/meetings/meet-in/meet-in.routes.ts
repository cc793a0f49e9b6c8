import { newId } from '@memo/entities';
import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { meetInOwnPrefix } from '../../../http/prefixes.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import type { ListService } from '../list/list.service.ts';
import type { MeetingsService } from '../meetings.service.ts';
import {
  meetInChangeSchema,
  meetInCreateSchema,
  meetInMeetingSchema,
  meetInPageSchema,
  meetInQuerySchema,
  toCreateFields,
  toMeetIn,
} from './meet-in.schemas.ts';
import { pageLinks } from './page-links.ts';

const common = { prefixes: meetInOwnPrefix, tags: ['meetIN'], auth: 'bearer' as const };
const ofOne = {
  ...common,
  path: '/meetings/:meeting_id/',
  workspace: { meeting: 'meeting_id' },
  params: meetingParamsSchema,
};
const one = (description: string) => ({ description, schema: meetInMeetingSchema });

/** Meetings in the form of meetIN, where Memo's own contract has no form of its own. */
export const createMeetInRoutes = (service: MeetingsService, list: ListService): Route[] => [
  defineRoute({
    ...common,
    method: 'get',
    path: '/meetings/',
    summary: 'The meetings of the workspace, newest first, as meetIN lists them',
    allow: 'meetings.list',
    query: meetInQuerySchema,
    responses: { 200: { description: 'One page', schema: meetInPageSchema } },
    handler: async ({ scope, query, req }) => {
      const { page, page_size: size, status } = query;
      const asked = { page, limit: size, status, view: 'full' as const };
      const { data, total } = await list.list(scope, asked);
      const count = total ?? 0;
      // The full view is what was asked for.
      const results = data.flatMap((one) => ('languages' in one ? [toMeetIn(scope, one)] : []));
      return { status: 200, body: { count, ...pageLinks(req, { page, size, count }), results } };
    },
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/meetings/',
    idempotency: {
      status: 201,
      replay: async (scope, id) => toMeetIn(scope, await service.get(scope, id)),
    },
    summary: 'Make a meeting that waits for its recording',
    description:
      '`POST /meetings/{meeting_id}/recordings/initiate/` brings a recording. Its languages are told here and do not change.',
    allow: 'meeting.create',
    body: meetInCreateSchema,
    responses: { 201: one('Made') },
    handler: async ({ scope, body, once }) => {
      const made = await service.create(scope, newId(), toCreateFields(body), null, once);
      return { status: 201, body: toMeetIn(scope, made.meeting) };
    },
  }),
  defineRoute({
    ...ofOne,
    method: 'get',
    summary: 'One meeting as meetIN shows it',
    allow: 'meeting.read',
    responses: { 200: one('The meeting'), 404: noSuchMeeting },
    handler: async ({ scope, params }) => ({
      status: 200,
      body: toMeetIn(scope, await service.get(scope, params.meeting_id)),
    }),
  }),
  defineRoute({
    ...ofOne,
    method: 'patch',
    summary: 'Change the title, the description or the participants of a meeting',
    allow: 'meeting.update',
    body: meetInChangeSchema,
    responses: { 200: one('The meeting as it is now'), 404: noSuchMeeting },
    handler: async ({ scope, params, body }) => ({
      status: 200,
      body: toMeetIn(scope, await service.update(scope, params.meeting_id, body)),
    }),
  }),
  defineRoute({
    ...ofOne,
    method: 'delete',
    summary: 'Delete a meeting with its recordings and everything made from them',
    allow: 'meeting.delete',
    responses: { 204: { description: 'Deleted' }, 404: noSuchMeeting },
    handler: async ({ scope, params }) => {
      await service.delete(scope, params.meeting_id);
      return { status: 204 };
    },
  }),
];
