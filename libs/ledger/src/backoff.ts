const baseMs = 2_000;
const maxMs = 60_000;
const jitterMs = 1_000;

/** Tries of one run before its failure is final. */
export const maxAttempts = 3;

/**
 * The contract's wait before the next try: `min(2 s · 2^attempt + jitter, 60 s)`, in ms.
 * @param attempt failed tries before this one; 0 after the first.
 * @param random 0 (inclusive) to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.min(Math.round(baseMs * 2 ** attempt + random * jitterMs), maxMs);
}
