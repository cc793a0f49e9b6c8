export interface RateLimitVerdict {
  allowed: boolean;
  /** How many in a window. */
  limit: number;
  remaining: number;
  /** Until the window ends, in ms. */
  resetMs: number;
}

/** What Redis said of a window. */
export interface Counted extends RateLimitVerdict {
  /** In this window so far, by all processes; 0 where it is known without asking that the limit is passed. */
  consumed: number;
}

interface Window {
  /** Counted already, and not used. */
  ahead: number;
  /** Not counted by anybody, when Redis was asked last. */
  remaining: number;
  endsAtMs: number;
  /** Whether a request is counting ahead: those that come meanwhile count themselves. */
  isAsking: boolean;
}

/** Of the limit, that a process counts ahead for one key. */
const share = 1 / 60;
/** Keys whose windows are remembered. */
const kept = 10_000;

/**
 * Counts some requests ahead while a window is less than half used, so that most requests ask Redis nothing. A limit is
 * never passed by it. What a process has counted ahead and does not need is lost to the others until the window ends: at
 * most a sixtieth of the limit for each process. Near the limit every request is counted by itself.
 * @param count adds to the key's window.
 */
export function countAhead(
  limit: number,
  count: (key: string, points: number) => Promise<Counted>,
): (key: string) => Promise<RateLimitVerdict> {
  const windows = new Map<string, Window>();
  const block = Math.max(1, Math.floor(limit * share));

  function windowOf(key: string): Window {
    const known = windows.get(key);
    if (known !== undefined && Date.now() < known.endsAtMs) return known;
    // What was counted ahead is lost with them, which is little.
    if (windows.size >= kept) windows.clear();
    const window = { ahead: 0, remaining: 0, endsAtMs: Infinity, isAsking: false };
    windows.set(key, window);
    return window;
  }

  async function ask(key: string, window: Window): Promise<RateLimitVerdict> {
    const isEarly = !window.isAsking && window.remaining > limit / 2;
    const points = isEarly ? block : 1;
    window.isAsking = true;
    try {
      const { allowed, consumed, remaining, resetMs } = await count(key, points);
      if (allowed) window.ahead += points - 1;
      Object.assign(window, { remaining, endsAtMs: Date.now() + resetMs });
      // Others may have come close to the limit meanwhile: this request is within it, though not all ahead of it are.
      const isWithin = allowed || (consumed > 0 && consumed - points < limit);
      return { allowed: isWithin, limit, remaining: remaining + window.ahead, resetMs };
    } finally {
      window.isAsking = false;
    }
  }

  return async (key) => {
    const window = windowOf(key);
    if (window.ahead === 0) return ask(key, window);
    window.ahead -= 1;
    const { ahead, remaining, endsAtMs } = window;
    return { allowed: true, limit, remaining: remaining + ahead, resetMs: endsAtMs - Date.now() };
  };
}
