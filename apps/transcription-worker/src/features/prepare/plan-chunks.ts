import type { Span } from '@memo/audio';
import { cutInPause, overlapMs, reachMs } from '../../recognition/cut-in-pause.ts';

export interface ChunkLimits {
  /** The longest audio the recognizer takes at once, in ms. */
  maxChunkMs: number;
  /** What a chunk should be about as long as, in ms; at least two minutes. */
  targetMs?: number;
}

/** The contract's chunk. */
const contractTargetMs = 20 * 60_000;

/** A seam costs more than a chunk that is somewhat longer than its target: 24 minutes for one of 20. */
const wholeUpTo = 1.2;

/**
 * Where to cut a recording for the recognizer: into chunks of equal length near the target that overlap by 12 s, each
 * cut in the middle of the longest pause within 30 s, or where it was planned when nobody pauses. What is little longer
 * than the target, and taken whole by the recognizer, is not cut.
 * @param silences in order, in ms.
 */
export function planChunks(
  durationMs: number,
  silences: readonly Span[],
  { maxChunkMs, targetMs = contractTargetMs }: ChunkLimits,
): Span[] {
  const wholeMs = Math.min(maxChunkMs, targetMs * wholeUpTo);
  if (durationMs <= wholeMs) return [{ startMs: 0, endMs: durationMs }];
  // However far its two cuts move apart, a chunk with its overlaps is not longer than the recognizer takes.
  const longestMs = Math.min(targetMs, maxChunkMs - 2 * reachMs - overlapMs);
  const count = Math.ceil(durationMs / longestMs);
  const cuts = Array.from({ length: count - 1 }, (_, index) =>
    cutInPause(Math.round(((index + 1) * durationMs) / count), silences),
  );
  const edges = [0, ...cuts, durationMs];
  return edges.slice(1).map((endMs, index) => ({
    startMs: Math.max((edges[index] ?? 0) - overlapMs / 2, 0),
    endMs: Math.min(endMs + overlapMs / 2, durationMs),
  }));
}
