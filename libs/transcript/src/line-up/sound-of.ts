import type { Span } from '../place.ts';
import type { Utterance } from '../types.ts';

/** When an utterance sounds: its words, or all of it where these have no times. */
export function soundOf({ startMs, endMs, words }: Utterance): Span[] {
  if (words.length === 0) return [{ startMs, endMs }];
  return words.map((word) => ({ startMs: word.startMs, endMs: word.endMs }));
}
