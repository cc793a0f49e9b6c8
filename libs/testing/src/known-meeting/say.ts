import type { Random } from './random.ts';
import type { KnownUtterance, KnownWord, Span } from './types.ts';

/** Long enough for the marker in it (see marker.ts). */
const shortestWordMs = 180;
const longestWordMs = 420;
/** Never a pause that a search for silence would find. */
const shortestGapMs = 20;
const longestGapMs = 120;

export interface Saying {
  speaker: string;
  /** Says nothing outside it. */
  span: Span;
  /** At most this many. */
  words: number;
  band: 0 | 1;
  random: Random;
  vocabulary: readonly string[];
}

/** An utterance from the start of the span; null when not even one word fits. */
export function sayFor(saying: Saying): KnownUtterance | null {
  const { speaker, span, band, random, vocabulary } = saying;
  const words: KnownWord[] = [];
  let startMs = span.startMs;
  while (words.length < saying.words) {
    const endMs = startMs + random.integer(shortestWordMs, longestWordMs);
    if (endMs > span.endMs) break;
    words.push({ text: random.pick(vocabulary), startMs, endMs });
    startMs = endMs + random.integer(shortestGapMs, longestGapMs);
  }
  const [first, last] = [words.at(0), words.at(-1)];
  if (first === undefined || last === undefined) return null;
  first.text = first.text.charAt(0).toUpperCase() + first.text.slice(1);
  last.text += '.';
  const text = words.map((word) => word.text).join(' ');
  return { speaker, text, startMs: first.startMs, endMs: last.endMs, words, band };
}
