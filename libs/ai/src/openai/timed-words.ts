import type { Word } from '@memo/transcript';

interface Said {
  text: string;
  endMs: number;
}

/**
 * The words of each segment, out of one list for all. A segment gets them only where they spell what it says:
 * otherwise words could be lost or doubled between two segments, and its own times are better than that.
 */
export function timedWords(segments: readonly Said[], words: readonly Word[]): Word[][] {
  const speaking = words.filter(({ text }) => letters(text) !== '');
  let next = 0;
  return segments.map(({ text, endMs }) => {
    const wanted = letters(text);
    const until = spelledUntil(wanted, speaking, next);
    if (until !== null) {
      const found = speaking.slice(next, until);
      next = until;
      return asWritten(found, text);
    }
    while (next < speaking.length && (speaking[next]?.startMs ?? 0) < endMs) next += 1;
    return [];
  });
}

/** Behind the last of the words that spell the text; null when they do not. */
function spelledUntil(wanted: string, words: readonly Word[], from: number): number | null {
  let spelled = '';
  let index = from;
  for (; spelled.length < wanted.length && index < words.length; index += 1) {
    spelled += letters(words[index]?.text ?? '');
  }
  return spelled === wanted ? index : null;
}

/** The words with the punctuation of the text, which lists of words leave out. */
function asWritten(words: Word[], text: string): Word[] {
  const written = text.split(/\s+/).filter((token) => letters(token) !== '');
  const same = (word: Word, index: number) => letters(written[index] ?? '') === letters(word.text);
  if (written.length !== words.length || !words.every(same)) return words;
  return words.map((word, index) => ({ ...word, text: written[index] ?? word.text }));
}

const letters = (text: string): string =>
  text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '');
