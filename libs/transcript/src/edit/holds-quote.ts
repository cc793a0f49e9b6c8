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
  const { bare, units } = withoutSpaces(texts);
  for (let at = bare.indexOf(wanted); at !== -1; at = bare.indexOf(wanted, at + 1)) {
    const start = units[at];
    const end = units[at + wanted.length - 1];
    if (start === undefined || end === undefined) return null;
    const isCut =
      cuts(texts[start.text] ?? '', start.offset) || cuts(texts[end.text] ?? '', end.offset + 1);
    if (!isCut) return { first: start.text, last: end.text };
  }
  return null;
}

const unspaced = (text: string): string => text.replaceAll(/\s+/gu, '');

/** Where a unit of text stands: in which of several texts, and where in it. */
interface Unit {
  text: number;
  offset: number;
}

/** All texts without their spaces, and where each unit of that came from: looked up, for a short quote is met often. */
function withoutSpaces(texts: readonly string[]): { bare: string; units: Unit[] } {
  const units: Unit[] = [];
  let bare = '';
  for (const [text, content] of texts.entries()) {
    for (let offset = 0; offset < content.length; offset += 1) {
      if (space.test(content.charAt(offset))) continue;
      units.push({ text, offset });
      bare += content.charAt(offset);
    }
  }
  return { bare, units };
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
