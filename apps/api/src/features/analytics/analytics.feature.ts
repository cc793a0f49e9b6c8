import type { Database } from '@memo/entities';
import type { DataSource } from 'typeorm';
import type { Feature } from '../../feature.ts';
import { createAnalyticsRoutes } from './analytics.routes.ts';
import { createMeetingAnalyticsRepository } from './meeting-analytics.repository.ts';
import { createMeetingAnalyticsService } from './meeting-analytics.service.ts';
import { createOverviewRepository } from './overview.repository.ts';
import { createOverviewService } from './overview.service.ts';

/** What the metrics of meetings say, of one and of all. */
export function createAnalyticsFeature({
  dataSource,
  database,
}: {
  dataSource: DataSource;
  database: Database;
}): Feature {
  return {
    routes: createAnalyticsRoutes(
      createMeetingAnalyticsService(createMeetingAnalyticsRepository(dataSource)),
      createOverviewService(createOverviewRepository(database)),
    ),
  };
}
