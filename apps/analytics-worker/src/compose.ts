import type { AnalyticsWorkerConfig } from '@memo/config';
import { createJobWorker } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { createMeetingReader } from '@memo/meetings';
import { connectPipeline, stageHandler } from '@memo/pipeline';
import { createAnalyze } from './features/analyze/analyze.service.ts';

/** Builds the worker from its settings; jobs are taken as soon as this returns. */
export async function composeAnalyticsWorker(config: AnalyticsWorkerConfig, logger: Logger) {
  // First of all: whoever probes the process hears that it is starting.
  const counting = await openCounting(config.metrics, logger);
  const connected = await connectPipeline({
    database: config.database,
    redisUrl: config.redis.url,
    observe: counting?.observe,
    logger,
  });
  counting?.show(connected);
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
async function openCounting({ port, ...place }: AnalyticsWorkerConfig['metrics'], logger: Logger) {
  if (port === null) return null;
  const { countWork } = await import('./count-work.ts');
  return countWork({ port, ...place }, logger);
}
