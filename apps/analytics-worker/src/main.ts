import { loadAnalyticsWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import manifest from '../package.json' with { type: 'json' };

const service = { name: 'analytics-worker', version: manifest.version };

await runWorkerProcess(service, async (start) => {
  const config = loadAnalyticsWorkerConfig(processEnvironment());
  const logger = start.logger(config.runtime.log);
  await start.trace(config.tracing);
  const { composeAnalyticsWorker } = await import('./compose.ts');
  return composeAnalyticsWorker(config, logger);
});
