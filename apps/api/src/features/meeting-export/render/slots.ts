import { AppError } from '@memo/errors';

/** What may be made at once. */
export interface Limits {
  works: number;
  memoryMb: number;
  /** How long another one waits for its turn. */
  waitMs: number;
}

export interface Slots {
  /**
   * Runs a work in its turn, once there is room for it. It may take no more memory than there is in all.
   * @throws AppError `unavailable` when no room came free in time; the signal's reason.
   */
  run<T>(memoryMb: number, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

const retryAfterMs = 10_000;

export function createSlots({ works, memoryMb: totalMb, waitMs }: Limits): Slots {
  let running = 0;
  let takenMb = 0;
  const waiting = new Set<{ memoryMb: number; enter: () => void }>();

  /** In their order: a big one would otherwise never find room. */
  function admit(): void {
    for (const next of waiting) {
      if (running >= works || takenMb + next.memoryMb > totalMb) return;
      waiting.delete(next);
      running += 1;
      takenMb += next.memoryMb;
      next.enter();
    }
  }

  async function take(memoryMb: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stopWaiting = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      };
      const enter = (): void => {
        stopWaiting();
        resolve();
      };
      const giveUp = (): void => {
        stopWaiting();
        waiting.delete(place);
        reject(signal.aborted ? (signal.reason as Error) : busy());
        admit();
      };
      const place = { memoryMb, enter };
      const timer = setTimeout(giveUp, waitMs);
      signal.addEventListener('abort', giveUp);
      waiting.add(place);
      admit();
    });
  }

  return {
    run: async (memoryMb, signal, work) => {
      await take(memoryMb, signal);
      try {
        return await work();
      } finally {
        running -= 1;
        takenMb -= memoryMb;
        admit();
      }
    },
  };
}

const busy = (): AppError =>
  new AppError('unavailable', 'All documents that may be made at once are being made.', {
    retryAfterMs,
  });
