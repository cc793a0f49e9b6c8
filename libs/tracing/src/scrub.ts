import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Attributes that hold an address: what follows its path may be a signature or a search for somebody's words. */
const addresses = ['url.full', 'url.path', 'http.url', 'http.target'];
/** What opens a shared meeting, in its path. */
const shareToken = /(\/s\/+)[^/?#]+/gi;

/**
 * Takes out of a span what only its meeting's people should read: the queries of addresses (presigned ones sign by
 * them), and the messages of errors, which may quote what was said. Stands before the processor that exports.
 */
export const scrubbing: SpanProcessor = {
  onStart: () => undefined,
  onEnd: (span: ReadableSpan) => {
    const { attributes, events, status } = span;
    delete attributes['url.query'];
    delete attributes['user_agent.original'];
    delete attributes['http.user_agent'];
    for (const name of addresses) {
      const address = attributes[name];
      if (typeof address === 'string') attributes[name] = scrubAddress(address);
    }
    for (const { attributes: told } of events) {
      delete told?.['exception.message'];
      delete told?.['exception.stacktrace'];
    }
    delete status.message;
  },
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const scrubAddress = (address: string): string =>
  address.replace(/[?#].*$/s, '').replace(shareToken, '$1-');
