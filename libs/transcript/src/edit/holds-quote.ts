import { spaceless } from '../stitch/spelling.ts';

const space = /\s/u;
const wordPart = /[\p{L}\p{N}\p{M}]/u;

/**
 * Which of these texts, one behind the other, say the quote letter by letter, as whole words. How it is spaced does not
 * count: a cut between two texts may be a space, or none.
 */
export function holdsQuote(
  texts: readonly string[],
  quote: string,
): { first: number; last: number } | null {
  const wanted = unspaced(quote);
  if (wanted === '') return null;
  const bare = texts.map(unspaced);
  const all = bare.join('');
  for (let at = all.indexOf(wanted); at !== -1; at = all.indexOf(wanted, at + 1)) {
    const [start, end] = [placeIn(bare, at), placeIn(bare, at + wanted.length - 1)];
    const from = spacedOffset(texts[start.text] ?? '', start.offset);
    const to = spacedOffset(texts[end.text] ?? '', end.offset) + 1;
    if (cuts(texts[start.text] ?? '', from) || cuts(texts[end.text] ?? '', to)) continue;
    return { first: start.text, last: end.text };
  }
  return null;
}

const unspaced = (text: string): string => text.replaceAll(/\s+/gu, '');

/** In which of the texts an offset of all of them lies, and where in it. */
function placeIn(bare: readonly string[], offset: number): { text: number; offset: number } {
  let left = offset;
  for (const [text, { length }] of bare.entries()) {
    if (left < length) return { text, offset: left };
    left -= length;
  }
  return { text: bare.length - 1, offset: left };
}

/** Where the unit stands in a text that is this one without its spaces. */
function spacedOffset(text: string, offset: number): number {
  let left = offset;
  for (let at = 0; at < text.length; at += 1) {
    if (space.test(text.charAt(at))) continue;
    if (left === 0) return at;
    left -= 1;
  }
  return text.length;
}

/** Whether a word goes on across this offset. */
function cuts(text: string, offset: number): boolean {
  const before = lastOf(text.slice(Math.max(0, offset - 2), offset));
  const after = firstOf(text.slice(offset, offset + 2));
  if (!wordPart.test(before) || !wordPart.test(after)) return false;
  return !spaceless.test(before) && !spaceless.test(after);
}

const lastOf = (text: string): string => Array.from(text).at(-1) ?? '';
const firstOf = (text: string): string => Array.from(text).at(0) ?? '';
