import { LeaseLost } from '@memo/pipeline';

/**
 * Follows a claim's signal, but for a lease that is lost. What a provider was asked is paid for, and whoever holds the run
 * now finds the answer: it is kept under what was asked, not under who asked.
 */
export function untilAnswered(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (!(signal.reason instanceof LeaseLost)) controller.abort(signal.reason);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return controller.signal;
}
