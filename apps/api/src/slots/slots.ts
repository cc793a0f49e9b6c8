import { AppError } from '@memo/errors';
import { tooBusy } from '../http/errors.ts';

/** What may be done at once. */
export interface Limits {
  works: number;
  /** For all of them; without it memory sets no limit. */
  memoryMb?: number;
  /** How long another one waits for its turn. */
  waitMs: number;
  /** How many of one caller wait at once. */
  waitingPerCaller: number;
  /** How many wait in all. */
  waitingInAll: number;
  /** What those are told who cannot have a turn. */
  busy: { message: string; retryAfterMs: number };
}

export interface Slots {
  /**
   * Runs a work in its turn, once there is room for it. Callers take turns, however much one of them asks for. It may
   * take no more memory than there is in all.
   * @throws AppError `unavailable` when no room came free in time, or too many wait; the signal's reason.
   */
  run<T>(place: Place, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export interface Place {
  caller: string;
  /** None when not given. */
  memoryMb?: number;
}

/** Callers whose last turn is remembered. One that is forgotten is taken for new, and comes first. */
const mostServed = 1_000;

interface Waiting {
  caller: string;
  memoryMb: number;
  enter: () => void;
}

export function createSlots(limits: Limits): Slots {
  const { works, memoryMb: totalMb = Infinity, waitMs, waitingPerCaller, waitingInAll } = limits;
  const busy = () =>
    new AppError('unavailable', limits.busy.message, {
      code: tooBusy,
      retryAfterMs: limits.busy.retryAfterMs,
    });
  let running = 0;
  let takenMb = 0;
  const waiting = new Set<Waiting>();
  /** Who had a turn, the last one last. Those who had none come first. */
  const served = new Set<string>();

  /** Of the caller whose last turn is longest ago, what has waited longest. */
  function nextInTurn(): Waiting | undefined {
    const turns = [...served];
    return [...waiting].reduce<Waiting | undefined>(
      (first, one) =>
        first === undefined || turns.indexOf(one.caller) < turns.indexOf(first.caller)
          ? one
          : first,
      undefined,
    );
  }

  /** In their order: a big one would otherwise never find room. */
  function admit(): void {
    while (running < works) {
      const next = nextInTurn();
      if (next === undefined || takenMb + next.memoryMb > totalMb) break;
      waiting.delete(next);
      served.delete(next.caller);
      served.add(next.caller);
      const [longestAgo] = served;
      if (served.size > mostServed && longestAgo !== undefined) served.delete(longestAgo);
      running += 1;
      takenMb += next.memoryMb;
      next.enter();
    }
    // Nobody waits: it does not matter any more whose turn it was.
    if (running === 0) served.clear();
  }

  function requireRoomToWait(caller: string): void {
    const own = [...waiting].filter((one) => one.caller === caller).length;
    if (own >= waitingPerCaller || waiting.size >= waitingInAll) throw busy();
  }

  async function take({ caller, memoryMb = 0 }: Place, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    requireRoomToWait(caller);
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
      const place = { caller, memoryMb, enter };
      const timer = setTimeout(giveUp, waitMs);
      signal.addEventListener('abort', giveUp);
      waiting.add(place);
      admit();
    });
  }

  return {
    run: async (place, signal, work) => {
      await take(place, signal);
      try {
        return await work();
      } finally {
        running -= 1;
        takenMb -= place.memoryMb ?? 0;
        admit();
      }
    },
  };
}
