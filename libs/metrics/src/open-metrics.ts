import type { Logger } from '@memo/logging';
import * as client from '@prometheus-io/client';
import { scratchMetrics } from './families/scratch-metrics.ts';
import { createInstruments, type Instruments } from './instruments.ts';
import { startMetricsServer } from './server.ts';

export interface MetricsSettings {
  /** 0 takes any free one, which the log tells. */
  port: number;
  host: string;
  /** What may be kept of temporary files, where that is less than their disk has. */
  scratchBytes: number | null;
}

export interface Metrics {
  readonly instruments: Instruments;
  /** From now on `/ready` says so. */
  ready(): void;
  /** From now on it does not. */
  drain(): void;
  close(): Promise<void>;
}

export interface MetricsOptions {
  /** The process by its app's name. */
  service: string;
  version: string;
  logger: Logger;
}

/**
 * Opens what one process tells of itself on a port of its own, before it is ready for anything else. A process that
 * nobody asks loads nothing of this library: it takes memory.
 * @throws AppError `misconfigured` when the port cannot be had.
 */
export async function openMetrics(
  { port, host, scratchBytes }: MetricsSettings,
  { service, version, logger }: MetricsOptions,
): Promise<Metrics> {
  const instruments = createInstruments(client);
  const { registry } = instruments;
  client.collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: 20,
    eventLoopUtilizationTimeout: 1_000,
  });
  const build = { service, version, node_version: process.versions.node };
  instruments.gauge(
    {
      name: 'memo_build_info',
      help: 'Always 1: which app this is, of which version, on which Node.',
      labels: ['service', 'version', 'node_version'],
    },
    () => [{ labels: build, value: 1 }],
  );
  scratchMetrics(instruments, scratchBytes);

  let isReady = false;
  const server = await startMetricsServer({
    ...{ host, port },
    scrape: () => registry.metrics(),
    contentType: registry.contentType,
    isReady: () => isReady,
  });
  logger.info('Metrics are offered', { port: server.port });
  return {
    instruments,
    ready: () => (isReady = true),
    drain: () => (isReady = false),
    close: async () => {
      await server.close();
      registry.clear();
    },
  };
}
