import type { ExportSettings, Tracing } from './export-spans.ts';

export interface TracingSettings extends Omit<ExportSettings, 'endpoint'> {
  /** Nothing is traced without it. */
  endpoint: string | undefined;
}

const off: Tracing = { stop: () => Promise.resolve() };

/**
 * Begins to trace this process. What is to be seen of packages must be imported after this has resolved: they are
 * instrumented as they are loaded. While tracing is off none of it is loaded.
 */
export async function startTracing(
  { endpoint, ...settings }: TracingSettings,
  service: { name: string; version: string },
): Promise<Tracing> {
  if (endpoint === undefined) return off;
  const { exportSpans } = await import('./export-spans.ts');
  return exportSpans({ ...settings, endpoint }, service);
}
