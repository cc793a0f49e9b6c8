import { columnsOf, type Piece } from './pieces.ts';

/** Fills lines of at most `maxColumns` with pieces. The first one leaves room for `taken` columns. */
export function wrapLines(
  pieces: readonly Pick<Piece, 'text' | 'spaced'>[],
  maxColumns: number,
  taken = 0,
): string[] {
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
