/** What is looked for in every segment, and what is put in its place. */
export interface Replacement {
  find: string;
  replacement: string;
  /** Not inside of words. Where a script parts no words by spaces it says nothing. */
  wholeWords: boolean;
  matchCase: boolean;
}

/** A text with all its matches replaced, and how many there were. */
export type ReplaceIn = (text: string) => { text: string; matches: number };

const inWord = '[\\p{L}\\p{N}\\p{M}]';
const spaceless =
  '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';
const isWordPart = new RegExp(`(?!${spaceless})${inWord}`, 'u');

/** What is between words is looked for however it is spaced. */
export function replacerOf({ find, replacement, wholeWords, matchCase }: Replacement): ReplaceIn {
  const letters = Array.from(find);
  const isBounded = (letter = '') => wholeWords && isWordPart.test(letter);
  const before = isBounded(letters.at(0)) ? `(?<!${inWord})` : '';
  const after = isBounded(letters.at(-1)) ? `(?!${inWord}|['’]${inWord})` : '';
  const written = find
    .split(/\s+/)
    .map((word) => RegExp.escape(word))
    .join('\\s+');
  const wanted = new RegExp(`${before}${written}${after}`, matchCase ? 'gu' : 'giu');
  return (text) => {
    let matches = 0;
    const replaced = text.replace(wanted, () => {
      matches += 1;
      return replacement;
    });
    // What was taken away leaves the spaces around it.
    const tidy = replacement === '' && matches > 0;
    return { text: tidy ? replaced.replaceAll(/\s{2,}/g, ' ').trim() : replaced, matches };
  };
}
