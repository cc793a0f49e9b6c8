import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { meetInPrefixes } from '../../http/prefixes.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  changeItemSchema,
  foundItemsSchema,
  itemParamsSchema,
  itemSchema,
  itemsSchema,
  newItemSchema,
  searchQuerySchema,
} from './action-items.schemas.ts';
import type { ActionItemsService } from './action-items.service.ts';
import type { SearchItems } from './search.service.ts';

const tags = ['Action items'];
const common = {
  tags,
  auth: 'bearer' as const,
  workspace: { meeting: 'meeting_id' as const },
  prefixes: meetInPrefixes,
};
const path = '/transcription/meetings/:meeting_id/action-items';

const noSuchItem = {
  description: 'There is no such meeting, or it has no such action item',
  example: { detail: 'Action item not found' },
};

export interface ActionItemsParts {
  items: ActionItemsService;
  search: SearchItems;
}

export function createActionItemsRoutes({ items, search }: ActionItemsParts): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'get',
      path: `${path}/`,
      allow: 'meeting.read',
      summary: 'What is to be done after a meeting',
      params: meetingParamsSchema,
      responses: {
        200: {
          description: 'In the order of the note, what was dropped among them',
          schema: itemsSchema,
        },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: await items.list(scope, params.meeting_id),
      }),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${path}/`,
      idempotency: {
        status: 201,
        replay: (scope, itemId, params) =>
          items.get(scope, { meetingId: params.meeting_id, itemId }),
      },
      allow: 'action_item.change',
      summary: 'Add something to do',
      description: 'It shows in the meeting, its exports and, a minute later, the dashboard.',
      params: meetingParamsSchema,
      body: newItemSchema,
      responses: {
        201: { description: 'It is there', schema: itemSchema },
        404: noSuchMeeting,
        409: {
          description: 'The meeting has as many as it may have',
          example: { detail: 'A meeting has at most 500 action items.' },
        },
      },
      handler: async ({ scope, params, body, once }) => ({
        status: 201,
        body: await items.add(scope, params.meeting_id, body, once.keep),
      }),
    }),
    defineRoute({
      ...common,
      method: 'patch',
      path: `${path}/:item_id`,
      allow: 'action_item.change',
      summary: 'Change something to do',
      description: `From then on it is the person's: minutes that are made anew leave it as it is.`,
      params: itemParamsSchema,
      body: changeItemSchema,
      responses: { 200: { description: 'It is changed', schema: itemSchema }, 404: noSuchItem },
      handler: async ({ scope, params, body }) => ({
        status: 200,
        body: await items.change(scope, oneOf(params), body),
      }),
    }),
    defineRoute({
      ...common,
      method: 'delete',
      path: `${path}/:item_id`,
      allow: 'action_item.change',
      summary: 'Drop something to do',
      description: 'It is kept as `dropped`, so that nothing finds it anew; PATCH brings it back.',
      params: itemParamsSchema,
      responses: { 204: { description: 'It is dropped' }, 404: noSuchItem },
      handler: async ({ scope, params }) => {
        await items.drop(scope, oneOf(params));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/action-items',
      tags,
      auth: 'bearer',
      prefixes: meetInPrefixes,
      allow: 'action_items.list',
      summary: 'What is to be done after all meetings',
      description: 'The newest first, without what was dropped unless `status` asks for it.',
      query: searchQuerySchema,
      responses: { 200: { description: 'A page of them', schema: foundItemsSchema } },
      handler: async ({ scope, query }) => ({ status: 200, body: await search(scope, query) }),
    }),
  ];
}

const oneOf = ({
  meeting_id: meetingId,
  item_id: itemId,
}: {
  meeting_id: string;
  item_id: string;
}) => {
  return { meetingId, itemId };
};
