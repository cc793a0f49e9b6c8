import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Span } from './spans.ts';

const requestStart = 'http.server.request.start';
const responseFinish = 'http.server.response.finish';

export interface ProviderClock extends Disposable {
  /** From a request's arrival to the end of its answer. */
  calls(): Span[];
}

/** Times every request that HTTP servers of this process answer. The provider's emulator is the only one. */
export function startProviderClock(): ProviderClock {
  const arrived = new WeakMap<object, number>();
  const calls: Span[] = [];
  const onStart = (message: unknown) => {
    arrived.set((message as { request: object }).request, Date.now());
  };
  const onFinish = (message: unknown) => {
    const end = Date.now();
    calls.push({ start: arrived.get((message as { request: object }).request) ?? end, end });
  };
  subscribe(requestStart, onStart);
  subscribe(responseFinish, onFinish);
  return {
    calls: () => calls,
    [Symbol.dispose]() {
      unsubscribe(requestStart, onStart);
      unsubscribe(responseFinish, onFinish);
    },
  };
}
