import type { Span } from '@memo/audio';

/**
 * Sent with both sides of a cut, so that the two transcripts can be joined where they agree and their speakers be
 * matched.
 */
export const overlapMs = 12_000;

/** How far from the planned cut a pause is looked for. */
export const reachMs = 30_000;

/**
 * The middle of the longest pause within reach, the nearest of equally long ones; the planned cut when nobody pauses.
 * All in ms.
 */
export function cutInPause(plannedMs: number, silences: readonly Span[]): number {
  const [from, to] = [plannedMs - reachMs, plannedMs + reachMs];
  let best = { ms: 0, cutMs: plannedMs };
  for (const silence of silences) {
    const startMs = Math.max(silence.startMs, from);
    const endMs = Math.min(silence.endMs, to);
    const cutMs = Math.round((startMs + endMs) / 2);
    const ms = endMs - startMs;
    const nearer = Math.abs(cutMs - plannedMs) < Math.abs(best.cutMs - plannedMs);
    if (ms > best.ms || (ms === best.ms && ms > 0 && nearer)) best = { ms, cutMs };
  }
  return best.cutMs;
}
