import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { defineRoute, type Route } from '../../http/route.ts';
import { monthQuerySchema } from './month.ts';
import {
  estimateQuerySchema,
  meetingUsageSchema,
  usageEstimateSchema,
  workspaceUsageSchema,
} from './usage.schemas.ts';
import type { UsageService } from './usage.service.ts';

const tags = ['Usage'];

export function createUsageRoutes(usage: UsageService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/meetings/:meeting_id/usage',
      summary: 'What a meeting has cost so far, by stage',
      description: `Every answer a provider was paid for counts once, also one that could not be used and was asked for
again; a re-run that finds its answers adds nothing. An answer that was lost on its way here was billed by the provider
and is not among them.`,
      tags,
      auth: 'bearer',
      allow: 'meeting.read_usage',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      responses: {
        200: { description: 'The numbers', schema: meetingUsageSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: await usage.ofMeeting(scope, params.meeting_id),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/usage',
      summary: 'What the workspace spent in a month',
      description:
        'For owners and administrators of the workspace. Answers count in the month in which they arrived, in UTC.',
      tags,
      auth: 'bearer',
      allow: 'usage.read',
      query: monthQuerySchema,
      responses: {
        200: { description: 'The numbers', schema: workspaceUsageSchema },
      },
      handler: async ({ scope, query }) => ({
        status: 200,
        body: await usage.ofMonth(scope, query),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/usage/estimate',
      summary: 'What a meeting is likely to cost, before it is uploaded',
      tags,
      auth: 'bearer',
      allow: 'usage.estimate',
      query: estimateQuerySchema,
      responses: { 200: { description: 'The estimate', schema: usageEstimateSchema } },
      handler: ({ query }) => ({ status: 200, body: usage.estimate(query) }),
    }),
  ];
}
