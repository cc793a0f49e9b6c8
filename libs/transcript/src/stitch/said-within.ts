import { keepWords } from './keep-words.ts';
import type { Span } from '../place.ts';
import { spell } from './spelling.ts';
import type { Utterance } from '../types.ts';

/** The words of an utterance that lie within a span, by guessed times where they have none; null when none does. */
export function saidWithin(utterance: Utterance, { startMs, endMs }: Span): Utterance | null {
  const isWithin = (one: Span | undefined) =>
    one !== undefined && one.startMs >= startMs && one.endMs <= endMs;
  if (isWithin(utterance)) return utterance;
  const spelling = spell(utterance);
  const kept = keepWords(utterance, spelling, (position) => isWithin(spelling.words[position]));
  return kept?.utterance ?? null;
}
