import type { Database } from '@memo/entities';
import type { Feature } from '../../feature.ts';
import { createAnalyticsRoutes } from './analytics.routes.ts';
import { createMeetingAnalyticsService } from './meeting-analytics.service.ts';
import { createOverviewService } from './overview.service.ts';

/** What the metrics of meetings say, of one and of all. */
export function createAnalyticsFeature({ database }: { database: Database }): Feature {
  return {
    routes: createAnalyticsRoutes(
      createMeetingAnalyticsService(database),
      createOverviewService(database),
    ),
  };
}
