import type { SpokenSegment } from '../language-model.ts';
import { titleOf } from '../offline/suggestions.ts';
import { asDescription, asTitle, oneLine } from '../short-text.ts';
import { isInWordsOf } from './own-words.ts';
import type { Said } from './said.ts';

/** A text with how much of it was left out. */
export interface Checked<T> {
  value: T;
  unsupported: number;
}

/**
 * A title in words that were said, or that people of the meeting gave; in place of any other one the most central remark.
 * Null where none was wanted.
 */
export function checkTitle(
  title: string,
  said: Said,
  given: readonly string[],
): Checked<string | null> {
  const short = asTitle(title);
  if (short === '') return { value: null, unsupported: 0 };
  const texts = said.segments.map(({ text }) => text);
  const isOwn = said.missing(short) === null && isInWordsOf(oneLine(title), [...texts, ...given]);
  return isOwn
    ? { value: short, unsupported: 0 }
    : { value: titleFrom(said.segments), unsupported: 1 };
}

/** A title of words that were said. */
export const titleFrom = (segments: readonly SpokenSegment[]): string | null =>
  asTitle(titleOf(segments.filter(({ text }) => text.trim() !== '')).title) || null;

/** The sentences of a description without those that say what nobody said. */
export function checkDescription(description: string, said: Said): Checked<string | null> {
  const short = asDescription(description);
  const sentences = [
    ...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(short),
  ].map(({ segment }) => segment);
  const kept = sentences.filter((sentence) => said.missing(sentence) === null);
  // An address may have a sentence's end in it.
  const isWhole = kept.length === sentences.length && said.missing(short) === null;
  const value = isWhole ? short : said.missing(kept.join('')) === null ? kept.join('').trim() : '';
  return {
    value: value === '' ? null : value,
    unsupported: sentences.length - (isWhole ? sentences.length : kept.length),
  };
}
