import type { Span } from '@memo/audio';

/** Halves are not made shorter than about 5 minutes: that much a model hears well or not at all. */
const leastToHalveMs = 8 * 60_000;
/** Heard by both halves, so that they can be joined where they agree. */
const overlapMs = 12_000;
/** How far from the middle a pause is looked for. */
const reachMs = 30_000;

/** Two halves that overlap by 12 s around the longest pause near the middle; null for what is too short to halve. */
export function halve(piece: Span, silences: readonly Span[]): [Span, Span] | null {
  if (piece.endMs - piece.startMs < leastToHalveMs) return null;
  const cutMs = cutNear(Math.round((piece.startMs + piece.endMs) / 2), silences);
  return [
    { startMs: piece.startMs, endMs: cutMs + overlapMs / 2 },
    { startMs: cutMs - overlapMs / 2, endMs: piece.endMs },
  ];
}

function cutNear(middleMs: number, silences: readonly Span[]): number {
  const pauses = silences
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, middleMs - reachMs),
      endMs: Math.min(endMs, middleMs + reachMs),
    }))
    .filter(({ startMs, endMs }) => endMs > startMs)
    .sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs));
  const [longest] = pauses;
  return longest === undefined ? middleMs : Math.round((longest.startMs + longest.endMs) / 2);
}
