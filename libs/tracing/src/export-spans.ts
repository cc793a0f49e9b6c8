import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { scrubbing } from './scrub.ts';
import { tellOfExports, type TellOfExports } from './tell-of-exports.ts';

export interface ExportSettings {
  /** Where spans are sent, by OTLP over HTTP. */
  endpoint: string;
  /** Sent along with them: a token. */
  headers: Record<string, string>;
  /** Of the traces that begin here, how many are kept: 0 to 1. */
  share: number;
}

export interface Tracing {
  /** Sends what has not been sent yet, for some seconds at most. */
  stop(): Promise<void>;
}

/** Probes ask every few seconds. */
const untraced = /^\/(health|ready|live|metrics)\b/;

/** Before a collector that does not answer is given up for this batch, and at the end of the process; in ms. */
const exportMs = 5_000;

/** Traces this process and sends what is traced to a collector. One per process: OpenTelemetry keeps them in globals. */
export function exportSpans(
  { endpoint, headers, share }: ExportSettings,
  { name, version }: { name: string; version: string },
  tell: TellOfExports,
): Tracing {
  const sending = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers,
    timeoutMillis: exportMs,
  });
  const exporter = tellOfExports(sending, tell);
  const batches = new BatchSpanProcessor({ exporter, exportTimeoutMillis: exportMs });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': name, 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [scrubbing, batches],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  // No propagator: a stranger's `traceparent` is not believed, and none is told to other people's servers.
  instrument();
  return { stop: () => provider.shutdown().catch(() => undefined) };
}

/** What is spoken between our code and others: in requests to us, SQL, S3 and requests to providers. */
function instrument(): void {
  // What is imported; what is required is found by the instrumentations themselves.
  register({ include: ['node:http', 'node:https', 'pg', 'pg-pool'] });
  registerInstrumentations({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => untraced.test(url),
        requireParentforOutgoingSpans: true,
      }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      new AwsInstrumentation({ suppressInternalInstrumentation: true }),
      new PgInstrumentation({
        requireParentSpan: true,
        ignoreConnectSpans: true,
        // Ours have names, and some are pages long.
        requestHook: (span, { query }) => {
          if (query.name === undefined) return;
          // Without what tells its versions apart.
          const name = query.name.replace(/:.*$/, '');
          span.updateName(name);
          span.setAttributes({ 'db.statement': name, 'db.query.text': name });
        },
      }),
    ],
  });
  // Instrumented when they are asked for, and whoever asked before has the same objects.
  const require = createRequire(import.meta.url);
  for (const module of ['http', 'https']) require(module);
}
