import type { AnalyticsWorkerConfig } from '@memo/config';
import { createJobWorker } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { createMeetingReader } from '@memo/meetings';
import { connectPipeline, stageHandler } from '@memo/pipeline';
import { createAnalyze } from './features/analyze/analyze.service.ts';

/** Builds the worker from its settings; jobs are taken as soon as this returns. */
export async function composeAnalyticsWorker(config: AnalyticsWorkerConfig, logger: Logger) {
  const connected = await connectPipeline({
    database: config.database,
    redisUrl: config.redis.url,
    logger,
  });
  const { database, pipeline } = connected;
  const analyze = createAnalyze({ reader: createMeetingReader(database) });

  const worker = createJobWorker({
    queue: 'analytics',
    redisUrl: config.redis.url,
    concurrency: config.worker.concurrency,
    logger,
    handlers: { ticket: stageHandler(pipeline, 'analytics', { analyze }) },
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
