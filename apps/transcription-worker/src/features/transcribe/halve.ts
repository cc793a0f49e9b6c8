import type { Span } from '@memo/audio';
import { cutInPause, overlapMs } from '../../recognition/cut-in-pause.ts';

/** Halves are not made shorter than about 5 minutes: that much a model recognizes well or not at all. */
const leastToHalveMs = 8 * 60_000;

/** Two halves that overlap around the longest pause near the middle; null for what is too short to halve. */
export function halve(piece: Span, silences: readonly Span[]): [Span, Span] | null {
  if (piece.endMs - piece.startMs < leastToHalveMs) return null;
  const cutMs = cutInPause(Math.round((piece.startMs + piece.endMs) / 2), silences);
  return [
    { startMs: piece.startMs, endMs: cutMs + overlapMs / 2 },
    { startMs: cutMs - overlapMs / 2, endMs: piece.endMs },
  ];
}
