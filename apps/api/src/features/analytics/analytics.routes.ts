import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { defineRoute, type Route } from '../../http/route.ts';
import { meetingAnalyticsSchema, viewQuerySchema } from './meeting-analytics.schemas.ts';
import type { MeetingAnalyticsService } from './meeting-analytics.service.ts';
import { overviewSchema } from './overview.schemas.ts';
import type { OverviewService } from './overview.service.ts';
import { periodQuerySchema } from './period.ts';

const tags = ['Analytics'];

export function createAnalyticsRoutes(
  meetings: MeetingAnalyticsService,
  overview: OverviewService,
): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/meetings/:meeting_id/analytics',
      summary: "A meeting's metrics with its speakers' names of today",
      description: `Until the metrics are made, \`metrics\` is null and \`note\` says why; ask again while \`analytics_status\` is
PENDING or PROCESSING.

Speakers of one name are shown as one: their times and counts are added up, shares and words per minute are made
from the sums, and the longest monologue is the longest of any of them.`,
      tags,
      auth: 'bearer',
      allow: 'meeting.read',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      query: viewQuerySchema,
      responses: {
        200: { description: 'The metrics, or why there are none', schema: meetingAnalyticsSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params, query }) => ({
        status: 200,
        body: await meetings.get(scope, params.meeting_id, query.view),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/analytics/overview',
      summary: "The caller's own meetings in numbers",
      description:
        'A period of whole days in UTC, at most five years. Deleted meetings do not count.',
      tags,
      auth: 'bearer',
      allow: 'analytics.read',
      query: periodQuerySchema,
      responses: { 200: { description: 'The numbers', schema: overviewSchema } },
      handler: async ({ scope, query }) => ({
        status: 200,
        body: await overview.read(scope, query),
      }),
    }),
  ];
}
