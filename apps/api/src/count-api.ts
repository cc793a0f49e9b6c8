import { queueNames, type JobProducer } from '@memo/jobs';
import {
  childMetrics,
  httpMetrics,
  ledgerMetrics,
  openMetrics,
  processMetrics,
  queueMetrics,
  repairMetrics,
  sweepMetrics,
  uploadMetrics,
  type LedgerState,
  type MetricsOptions,
  type MetricsSettings,
} from '@memo/metrics';
import { stageQueues } from '@memo/pipeline';
import { refusals } from './http/errors.ts';

interface ApiParts {
  poolUse: Parameters<typeof processMetrics>[1]['poolUse'];
  producer: Pick<JobProducer, 'ping' | 'jobCounts' | 'workers'>;
  /** How many uploads are under way. */
  uploads: () => number;
  fleet: () => Promise<LedgerState>;
  /** Names of all that is repeated. */
  sweeps: readonly string[];
}

/**
 * Counts what an API process does, and once it is put together shows what it and the whole fleet have before them. Loaded
 * only where somebody asks.
 */
export async function countApi(settings: MetricsSettings, about: Omit<MetricsOptions, 'service'>) {
  const { instruments, ...metrics } = await openMetrics(settings, { service: 'api', ...about });
  return {
    ...metrics,
    http: httpMetrics(instruments, refusals),
    pipeline: repairMetrics(instruments, queueNames),
    childStarted: childMetrics(instruments, ['document-renderer']),
    /** @returns what is told of every turn of the sweeper. */
    show: ({ uploads, fleet, sweeps, ...connected }: ApiParts) => {
      processMetrics(instruments, connected);
      queueMetrics(instruments, connected.producer);
      uploadMetrics(instruments, uploads);
      ledgerMetrics(instruments, stageQueues, fleet);
      return sweepMetrics(instruments, sweeps).swept;
    },
  };
}
