const wordEnd = /(?<last>[\p{L}\p{N}\p{M}])(?<mark>['’‐‑.,:/-]?)$/u;
const wordStart = /^(?<mark>['’‐‑.,:/-]?)(?<first>[\p{L}\p{N}\p{M}])/u;
/** Written without spaces, so a word's borders cannot be seen. */
const unspaced =
  /[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
const digit = /\p{N}/u;
/** 10 000, with whatever kind of space. */
const thousandsBefore = /\p{Nd}(?<space>\p{Zs}?)$/u;
const thousandsAfter = /^(?<space>\p{Zs}?)\p{Nd}{3}(?!\p{Nd})/u;
const signBefore = /(?:−|(?<![\p{L}\p{N}\p{M}])-)$/u;
const digitAfter = /^\p{Nd}/u;
/** Longer than a character of two halves with a mark behind it, and than a thousand with its space. */
const reach = 5;

/**
 * Whether a quote that begins or ends at this offset would leave a part of a word behind: "we can" of "we cannot" or
 * of "we can't", "5" of "1.5", of "-5" or "500" of "1 500". French "offre" of "l'offre" is whole.
 */
export function cutsWord(text: string, offset: number): boolean {
  const [left, right] = [
    text.slice(Math.max(0, offset - reach), offset),
    text.slice(offset, offset + reach),
  ];
  if (cutsNumber(left, right)) return true;
  const before = wordEnd.exec(left)?.groups;
  const after = wordStart.exec(right)?.groups;
  if (before === undefined || after === undefined) return false;
  const { last = '', mark: markBefore = '' } = before;
  const { first = '', mark: markAfter = '' } = after;
  const marks = markBefore + markAfter;
  if (marks === '') return !unspaced.test(last) && !unspaced.test(first);
  if (marks.length > 1) return false;
  if (/['’]/.test(marks)) return markAfter !== '';
  if (/[.,:/]/.test(marks)) return digit.test(last) && digit.test(first);
  return true;
}

function cutsNumber(left: string, right: string): boolean {
  if (signBefore.test(left) && digitAfter.test(right)) return true;
  const before = thousandsBefore.exec(left)?.groups?.space;
  const after = thousandsAfter.exec(right)?.groups?.space;
  // One space, on either side of the place.
  return before !== undefined && after !== undefined && (before === '') !== (after === '');
}
