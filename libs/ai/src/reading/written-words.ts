import type { LooseWord } from './loose-words.ts';

/** A word without case and punctuation, to compare two spellings of it. */
export const letters = (text: string): string =>
  text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '');

/** A character of a script that writes no space between words. */
export const spaceless =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** Words as one text. */
export function joined(words: readonly { text: string }[]): string {
  const texts = words.map(({ text }) => text).filter((text) => text !== '');
  const isRun = (text: string, before = ''): boolean =>
    before === '' || (spaceless.test(before.slice(-1)) && spaceless.test(text.slice(0, 1)));
  return texts.map((text, at) => (isRun(text, texts[at - 1]) ? text : ` ${text}`)).join('');
}

/** The words with the punctuation of the text, which lists of words leave out. */
export function asWritten<W extends { text: string }>(words: readonly W[], text: string): W[] {
  const written = text.split(/\s+/).filter((token) => letters(token) !== '');
  const same = (word: W, index: number) => letters(written[index] ?? '') === letters(word.text);
  if (written.length !== words.length || !words.every(same)) return [...words];
  return words.map((word, index) => ({ ...word, text: written[index] ?? word.text }));
}

/** How many words the list may be ahead of the text, or the text of the list, and be found again. */
const reach = 3;

/**
 * A text and its words, where each may lack what the other has. Words of the text that the list lacks are there without
 * a time. Where the two have little in common, the fuller one is what was said.
 */
export function reconciled(
  given: string,
  words: readonly LooseWord[],
): { text: string; words: LooseWord[] } {
  const text = given.trim();
  if (words.length === 0) return { text, words: [] };
  const spelled = letters(words.map((word) => word.text).join(''));
  const wanted = letters(text);
  if (wanted === '') return { text: joined(words), words: [...words] };
  if (spelled === wanted) return { text, words: asWritten(words, text) };
  const tokens = text.split(/\s+/).filter((token) => letters(token) !== '');
  let next = 0;
  let found = 0;
  const written = tokens.map((token): LooseWord => {
    for (let ahead = next; ahead <= next + reach && ahead < words.length; ahead += 1) {
      const word = words[ahead];
      if (word === undefined || letters(word.text) !== letters(token)) continue;
      next = ahead + 1;
      found += 1;
      return { ...word, text: token };
    }
    return { text: token, startMs: null, endMs: null };
  });
  const lacking = { text: tokens.length - found, list: words.length - found };
  if (lacking.list > lacking.text) return { text: joined(words), words: [...words] };
  // Words in another order than the text are left so: that shows when their times are checked.
  return { text, words: 2 * found >= tokens.length ? written : [...words] };
}
