/** A word, a figure, or what stands between them. */
export interface Token {
  text: string;
  kind: 'word' | 'figure' | 'mark';
  /** Whether a space stands before it. */
  spaced: boolean;
}

const figure = String.raw`\d+(?:[.,' \u00a0]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)*`;
/** A name in Latin letters within words that are written without spaces is a word of its own. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー`;
const unspacedWord = `[${unspaced}]+`;
const spacedLetter = `(?![${unspaced}])[\\p{L}\\p{M}]`;
const spacedWord = `(?![${unspaced}])\\p{L}(?:${spacedLetter})*(?:'(?:${spacedLetter})+)*`;
const token = new RegExp(
  String.raw`(?<figure>${figure})|(?<word>${unspacedWord}|${spacedWord})|(?<mark>[^\s])`,
  'gu',
);

/** A plain text in pieces, in order. "Q3" is a word and a figure. */
export function tokensOf(plain: string): Token[] {
  return [...plain.matchAll(token)].map(({ 0: text, index, groups }) => ({
    text,
    kind: groups?.figure !== undefined ? 'figure' : groups?.word !== undefined ? 'word' : 'mark',
    spaced: index === 0 || /\s/.test(plain.charAt(index - 1)),
  }));
}
