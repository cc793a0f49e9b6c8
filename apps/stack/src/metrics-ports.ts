import { AppError } from '@memo/errors';
import type { App } from './apps.ts';
import { assertPortIsFree } from './ports.ts';
import type { Settings } from './settings.ts';

/** Where each app tells what it does: none does where no port is set. */
export type MetricsPorts = ReadonlyMap<string, number>;

const highestPort = 65_535;

/**
 * On one machine every app needs a port of its own: those that follow each other from METRICS_PORT on. 0 has each of them
 * take any.
 * @throws AppError `misconfigured` when one of them cannot be had.
 */
export async function planMetricsPorts(
  { METRICS_PORT: first }: Settings,
  host: string,
  apps: readonly App[],
): Promise<MetricsPorts> {
  if (first === undefined) return new Map();
  const port = Number(first);
  if (port === 0) return new Map(apps.map(({ name }) => [name, 0]));
  if (port + apps.length - 1 > highestPort) {
    throw new AppError(
      'misconfigured',
      `METRICS_PORT is ${port}, and the apps need ${apps.length} ports from there on. Set it to ${highestPort - apps.length + 1} or less.`,
    );
  }
  const ports = apps.map(({ name }, index) => [name, port + index] as const);
  for (const [, one] of ports) await assertPortIsFree(host, one, 'METRICS_PORT');
  return new Map(ports);
}
