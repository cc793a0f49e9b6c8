import type { SpanExporter } from '@opentelemetry/sdk-trace';

/** How sending goes from now on, and why it fails. */
export type TellOfExports = (state: 'sent' | 'failing', error?: Error) => void;

const succeeded = 0;

/** Tells when spans do not arrive any more, and when they do again: once each, however many batches there are. */
export function tellOfExports(exporter: SpanExporter, tell: TellOfExports): SpanExporter {
  let isFailing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const fails = result.code !== succeeded;
        if (fails !== isFailing) tell(fails ? 'failing' : 'sent', result.error);
        isFailing = fails;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
