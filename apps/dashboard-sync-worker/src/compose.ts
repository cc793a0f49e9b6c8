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
  // First of all: whoever probes the process hears that it is starting.
  const counting = await openCounting(config.metrics, logger);
  const dashboard =
    config.dashboard &&
    createDashboardClient({ ...config.dashboard, onTried: counting?.delivered });
  if (config.dashboard?.signingSecret === null) {
    logger.warn(
      'Deliveries to the dashboard are not signed, so it cannot tell them from those of anybody else. Set DASHBOARD_SIGNING_SECRET.',
    );
  }
  const connected = await connectPipeline({
    database: config.database,
    redisUrl: config.redis.url,
    observe: counting?.observe,
    logger,
  });
  counting?.show(connected);
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
    ready: async () => {
      await worker.ready();
      counting?.ready();
    },
    close: async (graceMs: number) => {
      counting?.drain();
      await worker.close(graceMs);
      await connected.close();
      await counting?.close();
    },
  };
}

/** Null, and nothing of it is loaded, where no port is set. */
async function openCounting(
  { port, ...place }: DashboardSyncWorkerConfig['metrics'],
  logger: Logger,
) {
  if (port === null) return null;
  const { countWork } = await import('./count-work.ts');
  return countWork({ port, ...place }, logger);
}
