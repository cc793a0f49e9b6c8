import { z } from 'zod';
import { byteSize, keyValues, port, share } from './values.ts';

/** Named as OpenTelemetry names them. */
export const tracingGroup = z
  .object({
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    OTEL_EXPORTER_OTLP_HEADERS: keyValues.prefault(''),
    OTEL_TRACES_SAMPLER_ARG: share.default(1),
  })
  .transform((env) => ({
    endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS,
    share: env.OTEL_TRACES_SAMPLER_ARG,
  }));

/**
 * Of every process: where it tells what it does, on the address that the API listens on, and how much room there is for
 * temporary files where that is less than their disk has.
 */
export const metricsGroup = z
  .object({
    METRICS_PORT: port.optional(),
    HOST: z.string().default('0.0.0.0'),
    TMPDIR_SIZE: byteSize.optional(),
  })
  .transform((env) => ({
    port: env.METRICS_PORT ?? null,
    host: env.HOST,
    scratchBytes: env.TMPDIR_SIZE ?? null,
  }));
