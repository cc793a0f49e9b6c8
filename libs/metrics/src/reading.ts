import pTimeout from 'p-timeout';

export interface ReadingOptions<T> {
  /** What is read. */
  name: string;
  read: () => Promise<T>;
  /** A reading failed, or did not come in time: once for each that was begun. */
  onTrouble: () => void;
  /** For how long a reading is good, in ms. */
  freshMs?: number;
  /** How long a scrape waits for one, in ms: shorter than any Prometheus does. */
  patienceMs?: number;
  /** For how long what was read before is better than nothing, in ms. */
  keptMs?: number;
  /** A clock that nobody sets, in ms. */
  nowMs?: () => number;
}

/**
 * What a server says, for whoever asks: however many ask, it is read once at a time and not again for a few seconds, and
 * one that is silent holds nobody up for long.
 * @returns the newest reading; null where there is none, or none that still says something.
 */
export function createReading<T>({
  read,
  onTrouble,
  freshMs = 5_000,
  patienceMs = 1_500,
  keptMs = 60_000,
  nowMs = () => performance.now(),
}: ReadingOptions<T>): () => Promise<T | null> {
  let known: { value: T; atMs: number } | null = null;
  let underWay: Promise<void> | null = null;
  let isTold = false;

  const isWithin = (ms: number): boolean => known !== null && nowMs() - known.atMs <= ms;

  function trouble(): void {
    if (!isTold) onTrouble();
    isTold = true;
  }

  async function ask(): Promise<void> {
    isTold = false;
    try {
      const value = await read();
      known = { value, atMs: nowMs() };
    } catch {
      trouble();
    }
  }

  return async () => {
    if (!isWithin(freshMs)) {
      underWay ??= ask().finally(() => (underWay = null));
      await pTimeout(underWay, { milliseconds: patienceMs, fallback: trouble });
    }
    return isWithin(keptMs) ? (known?.value ?? null) : null;
  };
}
