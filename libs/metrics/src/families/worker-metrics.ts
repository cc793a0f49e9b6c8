import type { Instruments } from '../instruments.ts';
import { processMetrics, type ProcessParts } from './process-metrics.ts';
import { runMetrics } from './run-metrics.ts';

/** What a worker's process does. */
export interface WorkerWork {
  stages: readonly string[];
  /** What its stages cannot be done without. */
  dependencies: readonly string[];
}

export interface WorkerParts extends ProcessParts {
  pipeline: {
    /** What is away now, as far as this process knows. */
    outages: () => readonly string[];
  };
}

/** What every worker tells: of the work it is observed in, and once it is connected of what it works with. */
export function workerMetrics(instruments: Instruments, { stages, dependencies }: WorkerWork) {
  return {
    observe: runMetrics(instruments, stages),
    show: (connected: WorkerParts): void => {
      processMetrics(instruments, connected);
      instruments.gauge(
        {
          name: 'memo_breaker_open',
          help: '1 while this process leaves runs where they are that need a dependency, because it is away. max by (dependency).',
          labels: ['dependency'],
        },
        () => {
          const away = new Set(connected.pipeline.outages());
          return dependencies.map((dependency) => ({
            labels: { dependency },
            value: away.has(dependency) ? 1 : 0,
          }));
        },
      );
    },
  };
}
