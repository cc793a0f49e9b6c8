import type { Logger } from '@memo/logging';
import {
  childMetrics,
  openMetrics,
  providerMetrics,
  suggestionMetrics,
  workerMetrics,
  type MetricsSettings,
} from '@memo/metrics';
import { workOf } from '@memo/pipeline';
import manifest from '../package.json' with { type: 'json' };
import type { ProviderBreaker } from './features/suggest/provider-breaker.ts';

type WorkerParts = Parameters<ReturnType<typeof workerMetrics>['show']>[0];

/** Counts what this worker does, and once it is put together shows what it works with. Loaded only where somebody asks. */
export async function countWork(settings: MetricsSettings, logger: Logger) {
  const about = { service: 'transcription-worker', version: manifest.version, logger };
  const { instruments, ...metrics } = await openMetrics(settings, about);
  const { observe, show } = workerMetrics(instruments, workOf('transcription'));
  const { called, paid } = providerMetrics(instruments);
  return {
    ...metrics,
    observe,
    called,
    paid,
    childStarted: childMetrics(instruments, ['ffmpeg', 'voice-detector']),
    show: ({
      breaker,
      ...connected
    }: WorkerParts & { breaker: Pick<ProviderBreaker, 'isOpen'> }) => {
      show(connected);
      suggestionMetrics(instruments, () => breaker.isOpen());
    },
  };
}
