/** A text as it is compared, and where each of its characters comes from. */
export interface FoldedText {
  /** Letters, digits and symbols alone, without differences of case, width and spacing. */
  folded: string;
  /** For each UTF-16 unit of `folded`, where the character it comes from begins and ends in the text. */
  starts: number[];
  ends: number[];
}

// A character and what is combined with it: accents, Korean vowels and finals, half-width voicing marks.
const character = /\P{M}[\p{M}\u1160-\u11ff\uff9e\uff9f]*|\p{M}+/gu;
/**
 * Punctuation and spacing, marks that only choose how a character is drawn, the stroke that stretches Arabic words, and
 * the vowel signs that Hebrew and Arabic are mostly written without.
 */
const notCompared =
  /[^\p{L}\p{N}\p{M}\p{Sc}\p{Sm}\p{So}]|\u0640|[\u05b0-\u05c7\u064b-\u0652\u0670]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
/** A hyphen that is a sign: -5 is not 5. */
const minus = /(?<![\p{L}\p{N}\p{M}])-(?=\p{Nd})/gu;
const digitLast = /\p{Nd}$/u;
const digitFirst = /^\p{Nd}/u;

/**
 * Whatever stands between two digits becomes one full stop: 1.5 is not 15, while 10,000 and 10 000 are the same.
 */
export function foldText(text: string): FoldedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let all = '';
  const append = (part: string, start: number, end: number): void => {
    all += part;
    while (starts.length < all.length) {
      starts.push(start);
      ends.push(end);
    }
  };
  for (const { 0: written, index } of text.replaceAll(minus, '−').matchAll(character)) {
    const folded = folding(written);
    if (folded === '') continue;
    const lastEnd = ends.at(-1) ?? index;
    if (index > lastEnd && digitFirst.test(folded) && digitLast.test(all.slice(-2))) {
      append('.', lastEnd, index);
    }
    append(folded, index, index + written.length);
  }
  return { folded: all, starts, ends };
}

/** What was folded before: a language has few characters, a long meeting a million. */
const foldings = new Map<string, string>();
const mostFoldings = 20_000;

function folding(written: string): string {
  const known = foldings.get(written);
  if (known !== undefined) return known;
  // Upper case first: two lower-case letters may share one capital, as the Greek sigmas do.
  const folded = written
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    // The dot of a Turkish capital, which all others write without.
    .replace('i\u0307', 'i')
    .replaceAll(notCompared, '');
  if (foldings.size >= mostFoldings) foldings.clear();
  foldings.set(written, folded);
  return folded;
}
