import type { Logger } from '@memo/logging';
import { openMetrics, workerMetrics, type MetricsSettings } from '@memo/metrics';
import { workOf } from '@memo/pipeline';
import manifest from '../package.json' with { type: 'json' };

/** Counts what this worker does. Loaded only where somebody asks. */
export async function countWork(settings: MetricsSettings, logger: Logger) {
  const about = { service: 'analytics-worker', version: manifest.version, logger };
  const { instruments, ...metrics } = await openMetrics(settings, about);
  return {
    ...metrics,
    ...workerMetrics(instruments, workOf('analytics')),
  };
}
