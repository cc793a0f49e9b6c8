import type { Span } from '@memo/audio';

/**
 * Silence from here on is left out of what is sent. A recognizer would skip it too (faster-whisper does from 2 s) or make
 * words up in it; shorter pauses tell it where sentences end.
 */
export const leftOutMs = 3_000;

/** Kept on both sides of speech: words begin and end below the threshold, and an edge may be 50 ms off. */
export const marginMs = 120;

/**
 * Where sound is in a recording: all but its long silences. A recording that is one silence has no speech, however short
 * it is.
 * @param silences in order, in ms.
 */
export function findSpeech(durationMs: number, silences: readonly Span[]): Span[] {
  const isLeftOut = ({ startMs, endMs }: Span) =>
    endMs - startMs >= Math.min(leftOutMs, durationMs);
  const leftOut = silences.filter(isLeftOut);
  const edges = [{ endMs: 0 }, ...leftOut];
  return edges
    .map(({ endMs }, index) => ({
      startMs: endMs,
      endMs: leftOut[index]?.startMs ?? durationMs,
    }))
    .filter(({ startMs, endMs }) => startMs < endMs);
}

/** The part of the speech that lies in a chunk, with its margins; what is cut at the chunk's edge has none there. */
export function speechWithin(chunk: Span, speech: readonly Span[]): Span[] {
  return speech
    .filter(({ startMs, endMs }) => startMs < chunk.endMs && endMs > chunk.startMs)
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs - marginMs, chunk.startMs),
      endMs: Math.min(endMs + marginMs, chunk.endMs),
    }));
}
