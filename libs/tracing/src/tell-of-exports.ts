import type { SpanExporter } from '@opentelemetry/sdk-trace';

/** How sending goes from now on, and why it fails. */
export type TellOfExports = (state: 'sent' | 'failing', error?: Error) => void;

/** `ExportResultCode.SUCCESS`, of a package that is not ours to ask. */
const succeeded = 0;

/** Tells when spans do not arrive any more, and when they do again: once each, however many batches there are. */
export function tellOfExports(exporter: SpanExporter, tell: TellOfExports): SpanExporter {
  let isFailing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const { code }: { code: number } = result;
        const fails = code !== succeeded;
        if (fails !== isFailing) tell(fails ? 'failing' : 'sent', result.error);
        isFailing = fails;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
