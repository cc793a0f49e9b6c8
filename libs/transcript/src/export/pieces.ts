/** A part of a text that stays on one line. */
export interface Piece {
  text: string;
  /** Whether a space parts it from the piece before. */
  spaced: boolean;
  /** Where it lies in the text, in UTF-16 units. */
  start: number;
  end: number;
}

const opening = /^[\p{Ps}\p{Pi}]$/u;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

/** What a piece ends with where a sentence ends, and where a clause does. */
export const sentenceEnd = /[.!?…。！？؟]["'»”’)]*$/u;
export const clauseEnd = /[,;:，；：、،—–]["'»”’)]*$/u;

const words = new Intl.Segmenter('und', { granularity: 'word' });
const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Whether a text has characters of two columns: Chinese, Japanese and Korean ones, and emoji. */
export const isWide = (text: string): boolean => wide.test(text);

/** How many columns a text takes where Chinese, Japanese and Korean characters and emoji take two. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** As many of its first characters as have room in so many columns. */
export function startOf(text: string, maxColumns: number): string {
  const [first = ''] = cutAnywhere(text, maxColumns);
  return first;
}

/**
 * A text in parts of at most `maxColumns`: cut at spaces; between words where a language writes none; inside a word
 * that is longer than that. The parts joined, with their spaces, are the text.
 */
export function* piecesOf(text: string, maxColumns: number): Generator<Piece> {
  for (const { 0: token, index } of text.matchAll(/\S+/g)) {
    const whole = columnsOf(token) <= maxColumns && !wide.test(token);
    let start = index;
    for (const part of whole ? [token] : cut(token, maxColumns)) {
      const end = start + part.length;
      yield { text: part, spaced: start === index && index > 0, start, end };
      start = end;
    }
  }
}

function* cut(token: string, maxColumns: number): Generator<string> {
  for (const part of wordsOf(token)) {
    if (columnsOf(part) <= maxColumns) yield part;
    else yield* cutAnywhere(part, maxColumns);
  }
}

/** Words with the punctuation that belongs to them, so that none begins a line that ends a sentence. */
function* wordsOf(token: string): Generator<string> {
  let held = '';
  for (const { segment, isWordLike } of words.segment(token)) {
    const begins = isWordLike === true || opening.test(segment);
    if (begins && held !== '' && !opening.test(held)) {
      yield held;
      held = '';
    }
    held += segment;
  }
  if (held !== '') yield held;
}

function* cutAnywhere(text: string, maxColumns: number): Generator<string> {
  let held = '';
  let columns = 0;
  for (const { segment } of characters.segment(text)) {
    const more = columnsOf(segment);
    if (held !== '' && columns + more > maxColumns) {
      yield held;
      held = '';
      columns = 0;
    }
    held += segment;
    columns += more;
  }
  if (held !== '') yield held;
}
