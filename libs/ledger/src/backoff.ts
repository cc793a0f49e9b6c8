const baseMs = 2_000;
const maxMs = 60_000;
const jitterMs = 1_000;

/** Tries of one run before its failure is final: the first, and the contract's three retries. */
export const maxAttempts = 4;

/**
 * The contract's wait before the next try: `min(2 s · 2^attempt + jitter, 60 s)`, in ms.
 * @param attempt failed tries before this one; 0 after the first.
 * @param random 0 (inclusive) to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.min(Math.round(baseMs * 2 ** attempt + random * jitterMs), maxMs);
}

export interface Patience {
  /** The first wait for a dependency that is away, in ms; it doubles each time. */
  firstMs: number;
  mostMs: number;
  /** An outage that has lasted for so long fails the run. */
  outageMs: number;
  /** A rate limit that has not lifted by then will not lift by itself. */
  rateLimitMs: number;
}

const hourMs = 3_600_000;

export const defaultPatience: Patience = {
  firstMs: baseMs,
  mostMs: maxMs,
  outageMs: 24 * hourMs,
  rateLimitMs: 48 * hourMs,
};

/**
 * The wait for a dependency that is away, in ms. Between half of it and all of it, so that the runs that failed together
 * do not come back together.
 * @param waits how often it was waited for before.
 */
export function outageWaitMs(waits: number, random: number, patience: Patience): number {
  const longest = Math.min(patience.firstMs * 2 ** waits, patience.mostMs);
  return Math.round(longest * (0.5 + random / 2));
}

const minWaitMs = 1_000;
/** A provider that gives no time is asked again after this long. */
const defaultWaitMs = 60_000;

/** The wait that a provider asked for, in ms, and up to a tenth more: not everybody who was refused comes back at once. */
export const askedWaitMs = (askedMs: number | undefined, random: number): number =>
  Math.round(Math.max(askedMs ?? defaultWaitMs, minWaitMs) * (1 + random / 10));
