import { loadDashboardSyncWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import manifest from '../package.json' with { type: 'json' };

const service = { name: 'dashboard-sync-worker', version: manifest.version };

await runWorkerProcess(service, async (start) => {
  const config = loadDashboardSyncWorkerConfig(processEnvironment());
  const logger = start.logger(config.runtime.log);
  await start.trace(config.tracing);
  const { composeDashboardSyncWorker } = await import('./compose.ts');
  return composeDashboardSyncWorker(config, logger);
});
