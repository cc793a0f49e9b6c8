/** One Ctrl-C can arrive twice: from the terminal and once more from npm, which passes it on. */
const sameKeyPressMs = 1000;

export interface Interrupts {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP (the terminal was closed). */
  signal: AbortSignal;
  /** Calls back at every further one that is a new key press. */
  onRepeat(callback: () => void): void;
}

export function listenForInterrupts(): Interrupts {
  const first = new AbortController();
  let repeated = () => undefined as unknown;
  let firstAt = 0;
  const handle = () => {
    if (!first.signal.aborted) {
      firstAt = Date.now();
      first.abort(new Error('interrupted'));
    } else if (Date.now() - firstAt > sameKeyPressMs) repeated();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, handle);
  return { signal: first.signal, onRepeat: (callback) => (repeated = callback) };
}
