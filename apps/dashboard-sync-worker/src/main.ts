import { loadDashboardSyncWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import { composeDashboardSyncWorker } from './compose.ts';

await runWorkerProcess('dashboard-sync-worker', async (start) => {
  const config = loadDashboardSyncWorkerConfig(processEnvironment());
  return composeDashboardSyncWorker(config, start.logger(config.runtime.log));
});
