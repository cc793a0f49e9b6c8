import type { TranscribedPart, Utterance, Word } from './types.ts';

/** A stretch of the recording, in ms. */
export interface Span {
  startMs: number;
  endMs: number;
}

/**
 * A chunk's utterances on the recording's clock: integer ms inside the chunk, each word inside its utterance.
 * Utterances without text are dropped.
 */
export function placeChunk(part: TranscribedPart): Utterance[] {
  return part.utterances
    .filter((utterance) => utterance.text.trim() !== '')
    .map((utterance) => place(utterance, part));
}

function place(utterance: Utterance, part: TranscribedPart): Utterance {
  const span = shift(utterance, part.startMs, part);
  const words = utterance.words.map((word): Word => {
    const { startMs, endMs } = shift(word, part.startMs, span);
    return { ...word, startMs, endMs };
  });
  return { speaker: utterance.speaker, text: utterance.text.trim(), ...span, words };
}

function shift(span: Span, byMs: number, bounds: Span): Span {
  const startMs = clamp(Math.round(span.startMs + byMs), bounds.startMs, bounds.endMs);
  return { startMs, endMs: clamp(Math.round(span.endMs + byMs), startMs, bounds.endMs) };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** What has a time of its own: the words, or the turn as a whole. */
export function spansOf(utterance: Utterance): Span[] {
  return utterance.words.length > 0 ? utterance.words : [utterance];
}
