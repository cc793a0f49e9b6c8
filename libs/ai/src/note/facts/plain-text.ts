/** Characters that are not seen, and with which a word can be written so that it compares as another. */
const unseen =
  /\u00ad|\u034f|\u061c|\u115f|\u1160|[\u17b4\u17b5]|[\u180b-\u180f]|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|[\ufe00-\ufe0f]|\ufeff|[\u{e0000}-\u{e0fff}]/gu;
const digit = /\p{Nd}/gu;
const isDigit = /^\p{Nd}$/u;
const entity = /&#(?:x(?<hex>[0-9a-f]{1,6})|(?<decimal>\d{1,7}));?/gi;
const named: Readonly<Record<string, string>> = { period: '.', commat: '@', sol: '/', colon: ':' };

/** A text with one way to write each character: no width, no invisible ones, the digits 0 to 9, one apostrophe. */
export function plainText(text: string): string {
  return text
    .replaceAll(entity, (written, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written;
    })
    .replaceAll(/&(?<name>period|commat|sol|colon);/gi, (_, name: string) => {
      return named[name.toLowerCase()] ?? '';
    })
    .replaceAll(unseen, '')
    .normalize('NFKC')
    .toWellFormed()
    .replaceAll(digit, asciiDigit)
    .replaceAll(/[’‘ʼ＇`´]/g, "'")
    .replaceAll(/[‐‑‒–—−]/g, '-');
}

/** Each script has its ten digits in a row, and none beside those of another once NFKC has done its part. */
function asciiDigit(written: string): string {
  if (/^[0-9]$/.test(written)) return written;
  const code = written.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && isDigit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

const mark = /\p{M}/gu;

/** A word as it is compared: without case and accents, and without the s of a possessive. */
export const foldWord = (word: string): string =>
  word.normalize('NFKD').replaceAll(mark, '').toLowerCase().replace(/'s?$/, '').normalize('NFC');
