import { clamp, type Span } from '../place.ts';
import { spell, spellingKey, type Spelling } from './spelling.ts';
import type { Utterance, Word } from '../types.ts';

/** What is left of an utterance, and whether words were cut off its end or its start. */
export interface Kept {
  utterance: Utterance;
  startCut: boolean;
  endCut: boolean;
}

/**
 * The words of an utterance that a seam keeps, its text cut to match; null when none is. `keeps` says for
 * each position; bare punctuation goes with the word before it. What is left begins and ends where its words do.
 */
export function keepWords(
  utterance: Utterance,
  spelling: Spelling,
  keeps: (position: number) => boolean,
): Kept | null {
  const flags: boolean[] = [];
  for (const [position, { text: written }] of spelling.words.entries()) {
    const goesAlong = position > 0 && spellingKey(written) === '';
    flags.push(goesAlong ? (flags[position - 1] ?? true) : keeps(position));
  }
  const kept = spelling.words.filter((_, position) => flags[position]);
  const [head, last] = [kept[0], kept.at(-1)];
  if (head === undefined || last === undefined) return null;
  if (kept.length === flags.length) return { utterance, startCut: false, endCut: false };

  const startCut = flags[0] === false;
  const endCut = flags.at(-1) === false;
  const slices = spelling.words.map(({ place }, position) => {
    const end = spelling.words[position + 1]?.place;
    return flags[position] ? utterance.text.slice(place, end) : '';
  });
  const startMs = startCut ? head.startMs : utterance.startMs;
  const endMs = endCut ? Math.max(startMs, latestEnd(kept)) : utterance.endMs;
  // Words that do not spell the text cannot be cut with it.
  const words = spelling.timed ? utterance.words.filter((_, position) => flags[position]) : [];
  const text = slices.join('').trim();
  return { utterance: { ...utterance, text, startMs, endMs, words }, startCut, endCut };
}

/** The words of an utterance that lie within a span, by guessed times where they have none; null when none does. */
export function saidWithin(utterance: Utterance, { startMs, endMs }: Span): Utterance | null {
  const isWithin = (one: Span | undefined) =>
    one !== undefined && one.startMs >= startMs && one.endMs <= endMs;
  if (isWithin(utterance)) return utterance;
  const spelling = spell(utterance);
  const kept = keepWords(utterance, spelling, (position) => isWithin(spelling.words[position]));
  return kept?.utterance ?? null;
}

/** Nothing in it begins outside the span: two clocks that differ by a little must not reverse the order at a seam. */
export function startWithin(utterance: Utterance, span: Span): Utterance {
  const fits = ({ startMs }: Word | Utterance) => startMs >= span.startMs && startMs <= span.endMs;
  if (fits(utterance) && utterance.words.every(fits)) return utterance;
  const fit = <T extends Span>(timed: T): T => {
    const startMs = clamp(timed.startMs, span.startMs, span.endMs);
    return { ...timed, startMs, endMs: Math.max(startMs, timed.endMs) };
  };
  const words = utterance.words.map(fit);
  const whole = fit(utterance);
  return { ...whole, endMs: Math.max(whole.endMs, latestEnd(words)), words };
}

function latestEnd(spans: Span[]): number {
  return spans.reduce((latest, { endMs }) => Math.max(latest, endMs), -Infinity);
}
