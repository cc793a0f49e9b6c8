import { clauseEnd, columnsOf, sentenceEnd, type Piece } from './pieces.ts';

type Text = Pick<Piece, 'text' | 'spaced'>;

/** Fills lines of at most `maxColumns` with pieces. The first one leaves room for `taken` columns. */
export function wrapLines(pieces: readonly Text[], maxColumns: number, taken = 0): string[] {
  const lines: string[] = [];
  let line = '';
  let columns = taken;
  for (const { text, spaced } of pieces) {
    const space = spaced && line !== '' ? ' ' : '';
    const more = space.length + columnsOf(text);
    if (columns + more > maxColumns && columns > 0) {
      lines.push(line);
      line = text;
      columns = columnsOf(text);
    } else {
      line += space + text;
      columns += more;
    }
  }
  lines.push(line);
  return lines;
}

const endsPhrase = (text: string): boolean => sentenceEnd.test(text) || clauseEnd.test(text);

/**
 * The same, and where that makes two lines, two of about the same length: cut behind a comma or a sentence where one is
 * near the middle, and the lower one longer where the middle is within a word.
 */
export function balanceLines(pieces: readonly Text[], maxColumns: number, taken = 0): string[] {
  const filled = wrapLines(pieces, maxColumns, taken);
  if (filled.length !== 2) return filled;
  let best = filled;
  let least = Infinity;
  for (let at = 1; at < pieces.length; at += 1) {
    const lines = [pieces.slice(0, at), pieces.slice(at)].map(
      (part) => wrapLines(part, Infinity)[0] ?? '',
    );
    const [upper = 0, lower = 0] = lines.map(columnsOf);
    if (upper + taken > maxColumns || lower > maxColumns) continue;
    const uneven = Math.abs(upper + taken - lower) + (upper + taken > lower ? 1 : 0);
    const bad = uneven + (endsPhrase(pieces[at - 1]?.text ?? '') ? 0 : 10);
    if (bad < least) [best, least] = [lines, bad];
  }
  return best;
}
