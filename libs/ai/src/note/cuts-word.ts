const wordEnd = /(?<last>[\p{L}\p{N}\p{M}])(?<mark>['’‐‑.,:-]?)$/u;
const wordStart = /^(?<mark>['’‐‑.,:-]?)(?<first>[\p{L}\p{N}\p{M}])/u;
/** Written without spaces, so a word's borders cannot be seen. */
const unspaced =
  /[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
const digit = /\p{N}/u;
/** Longer than a character of two halves with a mark behind it. */
const reach = 4;

/**
 * Whether a quote that begins or ends at this offset would leave a part of a word behind: "we can" of "we cannot" or
 * of "we can't", "5" of "1.5". French "offre" of "l'offre" is whole.
 */
export function cutsWord(text: string, offset: number): boolean {
  const before = wordEnd.exec(text.slice(Math.max(0, offset - reach), offset))?.groups;
  const after = wordStart.exec(text.slice(offset, offset + reach))?.groups;
  if (before === undefined || after === undefined) return false;
  const { last = '', mark: markBefore = '' } = before;
  const { first = '', mark: markAfter = '' } = after;
  const marks = markBefore + markAfter;
  if (marks === '') return !unspaced.test(last) && !unspaced.test(first);
  if (marks.length > 1) return false;
  if (/['’]/.test(marks)) return markAfter !== '';
  if (/[.,:]/.test(marks)) return digit.test(last) && digit.test(first);
  return true;
}
