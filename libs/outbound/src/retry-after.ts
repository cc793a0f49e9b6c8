/**
 * How long a Retry-After header asks to wait, in whole ms from 0; undefined when it says nothing that can be read. It
 * is a stranger's word: who waits sets the bounds.
 * @param header seconds, also with a fraction as some servers send them, or an HTTP date.
 * @param nowMs the time now, in ms since 1970.
 */
export function readRetryAfter(
  header: string | null | undefined,
  nowMs: number,
): number | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - nowMs : seconds * 1_000;
  return Number.isFinite(waitMs) ? Math.max(Math.ceil(waitMs), 0) : undefined;
}
