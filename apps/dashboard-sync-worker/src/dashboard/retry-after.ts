/** Longest wait a dashboard may ask for: beyond it a delivery would look lost. */
const maxWaitMs = 15 * 60_000;

/**
 * How long a Retry-After header asks to wait, in ms; undefined when it says nothing that can be read.
 * @param header seconds or an HTTP date.
 * @param nowMs the time now, in ms since 1970.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), maxWaitMs);
}
