import type { TranscribedPart, Utterance, Word } from './types.ts';

/**
 * The chunks of one recording as utterances on the recording's clock: integer ms inside their chunk, each
 * word inside its utterance. Utterances without text are dropped.
 *
 * The caller guarantees one chunk per recording: chunks overlap, and putting two after each other would
 * double what was said in the overlap.
 * @throws RangeError for more than one chunk.
 */
export function stitchChunks(chunks: TranscribedPart[]): Utterance[] {
  if (chunks.length > 1) {
    const numbers = chunks.map((part) => part.chunk).join(', ');
    throw new RangeError(`One recording came as chunks ${numbers}; only one can be assembled.`);
  }
  return chunks.flatMap((part) =>
    part.utterances
      .filter((utterance) => utterance.text.trim() !== '')
      .map((utterance) => place(utterance, part)),
  );
}

function place(utterance: Utterance, part: TranscribedPart): Utterance {
  const span = shift(utterance, part.startMs, part);
  return {
    speaker: utterance.speaker,
    text: utterance.text.trim(),
    ...span,
    words: utterance.words.map((word): Word => ({ ...word, ...shift(word, part.startMs, span) })),
  };
}

interface Span {
  startMs: number;
  endMs: number;
}

function shift(span: Span, byMs: number, bounds: Span): Span {
  const startMs = clamp(Math.round(span.startMs + byMs), bounds.startMs, bounds.endMs);
  return { startMs, endMs: clamp(Math.round(span.endMs + byMs), startMs, bounds.endMs) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
