/** A word, a figure, or what stands between them. */
export interface Token {
  text: string;
  kind: 'word' | 'figure' | 'mark';
  /** Whether a space stands before it. */
  spaced: boolean;
}

const figure = String.raw`\d{1,3}(?:[.,' \u00a0]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)*`;
/** A name in Latin letters within words that are written without spaces is a word of its own. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー`;
const unspacedWord = `[${unspaced}]+`;
const spacedLetter = `(?![${unspaced}])[\\p{L}\\p{M}]`;
const spacedWord = `(?![${unspaced}])\\p{L}(?:${spacedLetter})*(?:'(?:${spacedLetter})+)*`;
const token = new RegExp(String.raw`${figure}|${unspacedWord}|${spacedWord}|[^\s]`, 'gu');

const isDigit = /^\d/;
const isLetter = /^\p{L}/u;

/** A plain text in pieces, in order. "Q3" is a word and a figure. */
export function tokensOf(plain: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: text, index } of plain.matchAll(token)) {
    const kind = isDigit.test(text) ? 'figure' : isLetter.test(text) ? 'word' : 'mark';
    const before = plain.charCodeAt(index - 1);
    tokens.push({
      text,
      kind,
      spaced: index === 0 || before === 0x20 || before === 0x0a || before === 0xa0,
    });
  }
  return tokens;
}
