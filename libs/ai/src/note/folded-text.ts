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
/** Punctuation and spacing, marks that only choose how a character is drawn, the stroke that stretches Arabic words. */
const notCompared =
  /[^\p{L}\p{N}\p{M}\p{Sc}\p{Sm}\p{So}]|\u0640|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const digitLast = /\p{Nd}$/u;
const digitFirst = /^\p{Nd}/u;

/**
 * Whatever stands between two digits becomes one full stop: 1.5 is not 15, while 10,000 and 10 000 are the same.
 */
export function foldText(text: string): FoldedText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const append = (part: string, start: number, end: number): void => {
    parts.push(part);
    starts.push(...Array<number>(part.length).fill(start));
    ends.push(...Array<number>(part.length).fill(end));
  };
  for (const { 0: written, index } of text.matchAll(character)) {
    const folded = folding(written);
    if (folded === '') continue;
    const lastEnd = ends.at(-1) ?? index;
    if (index > lastEnd && digitFirst.test(folded) && digitLast.test(parts.at(-1) ?? '')) {
      append('.', lastEnd, index);
    }
    append(folded, index, index + written.length);
  }
  return { folded: parts.join(''), starts, ends };
}

/** Upper case first: two lower-case letters may share one capital, as the Greek sigmas do. */
function folding(written: string): string {
  // Most of most texts, and nothing to do.
  if (written.length === 1 && written >= 'a' && written <= 'z') return written;
  return written
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(notCompared, '');
}
