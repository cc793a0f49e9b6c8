/** One Ctrl-C can arrive twice: from the terminal and once more from npm, which passes it on. */
const sameKeyPressMs = 1000;

export interface Interrupts {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP (the terminal was closed). */
  signal: AbortSignal;
  /** What every further one does that is a new key press; replaces what was said before. */
  onRepeat(callback: () => void): void;
}

interface Surroundings {
  /** Where the signals arrive. */
  source?: Pick<NodeJS.EventEmitter, 'on'>;
  /** In ms. */
  now?: () => number;
}

export function listenForInterrupts({
  source = process,
  now = Date.now,
}: Surroundings = {}): Interrupts {
  const first = new AbortController();
  let firstAt = 0;
  let repeated: (() => void) | null = null;
  const handle = () => {
    if (!first.signal.aborted) {
      firstAt = now();
      first.abort(new Error('interrupted'));
    } else if (now() - firstAt > sameKeyPressMs) repeated?.();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) source.on(name, handle);
  return {
    signal: first.signal,
    onRepeat(callback) {
      repeated = callback;
    },
  };
}
