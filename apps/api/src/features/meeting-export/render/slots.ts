import { AppError } from '@memo/errors';

export interface Slots {
  /**
   * Runs one of the few things that may run at once, after a short wait if need be.
   * @throws AppError `unavailable` when none came free in time; the signal's reason.
   */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

const retryAfterMs = 10_000;

export function createSlots(atOnce: number, waitMs: number): Slots {
  let free = atOnce;
  const waiting = new Set<() => void>();

  async function take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        waiting.delete(enter);
      };
      const enter = (): void => {
        leave();
        resolve();
      };
      const giveUp = (): void => {
        leave();
        reject(signal.aborted ? (signal.reason as Error) : busy());
      };
      const timer = setTimeout(giveUp, waitMs);
      signal.addEventListener('abort', giveUp);
      waiting.add(enter);
    });
  }

  function release(): void {
    // A slot goes from hand to hand, so that nobody new comes before those who wait.
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  }

  return {
    run: async (signal, work) => {
      await take(signal);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}

const busy = (): AppError =>
  new AppError('unavailable', 'All documents that may be made at once are being made.', {
    retryAfterMs,
  });
