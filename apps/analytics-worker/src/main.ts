import { loadAnalyticsWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import { composeAnalyticsWorker } from './compose.ts';

await runWorkerProcess('analytics-worker', async (start) => {
  const config = loadAnalyticsWorkerConfig(processEnvironment());
  return composeAnalyticsWorker(config, start.logger(config.runtime.log));
});
