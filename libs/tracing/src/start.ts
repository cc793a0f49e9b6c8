import type { ExportSettings, Tracing } from './export-spans.ts';
import type { TellOfExports } from './tell-of-exports.ts';

export interface TracingSettings extends Omit<ExportSettings, 'endpoint'> {
  /** Nothing is traced without it. */
  endpoint: string | undefined;
}

interface TracingLogger {
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
  info(message: string, fields: Readonly<Record<string, unknown>>): void;
}

const inLog =
  (logger: TracingLogger, endpoint: string): TellOfExports =>
  (state, error) => {
    if (state === 'sent') logger.info('Traces are taken again', { endpoint });
    else logger.warn('Traces are not taken, and lost until they are', { endpoint, error });
  };

const off: Tracing = { stop: () => Promise.resolve() };

/**
 * Begins to trace this process. What is to be seen of packages must be imported after this has resolved: they are
 * instrumented as they are loaded. While tracing is off none of it is loaded.
 */
export async function startTracing(
  { endpoint, ...settings }: TracingSettings,
  service: { name: string; version: string },
  logger: TracingLogger,
): Promise<Tracing> {
  if (endpoint === undefined) return off;
  const { exportSpans } = await import('./export-spans.ts');
  return exportSpans({ ...settings, endpoint }, service, inLog(logger, endpoint));
}
