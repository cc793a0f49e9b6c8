import { placesInText } from './phrases.ts';
import type { Span } from '../place.ts';
import type { Utterance } from '../types.ts';

/** One written word of an utterance. */
export interface SpelledWord extends Span {
  text: string;
  /** Where in the utterance's text it begins; its punctuation and the space after it are part of it. */
  place: number;
}

/** An utterance word by word: the words' slices make up its whole text. */
export interface Spelling {
  words: SpelledWord[];
  /** False where the times are guessed from the place in the text. */
  timed: boolean;
}

/** A character of a script that writes no space between words. */
export const spaceless =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** An utterance's words with their own times where they have some and spell its text, else with guessed ones. */
export function spell(utterance: Utterance): Spelling {
  const { text, words } = utterance;
  const places = words.length > 0 ? placesInText(text, words) : null;
  if (places === null) return { words: guessTimes(utterance, placesOfWords(text)), timed: false };
  const timed = words.map(({ text: written, startMs, endMs }, index) => {
    return { text: written, startMs, endMs, place: places[index] ?? 0 };
  });
  return { words: timed, timed: true };
}

/** A word without case, punctuation and width, to compare two spellings of it; empty for bare punctuation. */
export function spellingKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

function guessTimes({ text, startMs, endMs }: Utterance, places: number[]): SpelledWord[] {
  const timeAt = (place: number) =>
    Math.round(startMs + ((endMs - startMs) * place) / Math.max(text.length, 1));
  return places.map((place, index) => {
    const next = places[index + 1] ?? text.length;
    return {
      text: text.slice(place, next),
      startMs: timeAt(place),
      endMs: timeAt(next),
      place,
    };
  });
}

function placesOfWords(text: string): number[] {
  const places = [...text.matchAll(/\S+/g)].flatMap(({ 0: run, index }) =>
    spaceless.test(run) ? placesInRun(run).map((place) => index + place) : [index],
  );
  // What stands before the first word goes with it.
  return [0, ...places.slice(1)];
}

/** Where words begin in text that writes no space between them. */
function placesInRun(run: string): number[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(run);
  const places = [...segments].filter((segment) => segment.isWordLike).map(({ index }) => index);
  return [0, ...places.slice(1)];
}
