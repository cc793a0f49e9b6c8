import type { DashboardSyncWorkerConfig } from '@memo/config';
import { createJobWorker } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { createMeetingReader } from '@memo/meetings';
import { connectPipeline, stageHandler } from '@memo/pipeline';
import { createDashboardClient } from './dashboard/dashboard-client.ts';
import { createSync } from './features/sync/sync.service.ts';

/** Builds the worker from its settings; jobs are taken as soon as this returns. */
export async function composeDashboardSyncWorker(
  config: DashboardSyncWorkerConfig,
  logger: Logger,
) {
  const dashboard = config.dashboard && createDashboardClient(config.dashboard);
  if (config.dashboard?.signingSecret === null) {
    logger.warn(
      'Deliveries to the dashboard are not signed, so it cannot tell them from those of anybody else. Set DASHBOARD_SIGNING_SECRET.',
    );
  }
  const connected = await connectPipeline({
    database: config.database,
    redisUrl: config.redis.url,
    logger,
  });
  const { database, pipeline } = connected;
  const sync = createSync({ reader: createMeetingReader(database), dashboard });

  const worker = createJobWorker({
    queue: 'dashboard-sync',
    redisUrl: config.redis.url,
    concurrency: config.worker.concurrency,
    logger,
    handlers: { ticket: stageHandler(pipeline, 'dashboard-sync', { sync }) },
  });
  return {
    drainMs: config.worker.drainMs,
    ready: () => worker.ready(),
    close: async (graceMs: number) => {
      await worker.close(graceMs);
      await connected.close();
    },
  };
}
