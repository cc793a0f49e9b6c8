import { columnsPerSecond, maxLineColumns, maxLines, maxMs, type Cue } from './cue.ts';
import { clauseEnd, columnsOf, sentenceEnd } from './pieces.ts';
import type { Run, SpokenPiece } from './runs.ts';

// What is bad about a cue, beside that it is one more. They are weighed against each other alone.
const badness = {
  oneMore: 1,
  endsInClause: 1.2,
  endsAtClause: 0.5,
  /** The next sentence begins in a second line that it cannot end in. */
  sentenceInSecondLine: 1.5,
  /** Room for more text: at most, of none. Of two cues neither is left a scrap. */
  empty: 0.6,
  /** Too little text to be worth a look: at most, of none. */
  short: 2,
  /** Gone within a second: at most, of no time. */
  brief: 2,
  /** Faster than can be read: when it is twice as fast. */
  fast: 3,
  /** Shown long before it is said: a second of a pause within it. */
  pause: 1.5,
};
const shortColumns = 15;
const briefMs = 1_000;
const pauseMs = 500;

/**
 * What one speaker says as the cues that are least bad all together: of all ways to cut it the cheapest, found from its
 * end (the way lines of a paragraph are broken by Knuth and Plass).
 * @param takenAt columns of the first line that something else takes, of a cue that begins with this piece.
 */
export function splitRun({ speaker, pieces }: Run, takenAt: (from: number) => number): Cue[] {
  const columns = pieces.map(({ text }) => columnsOf(text));
  const costs = new Array<number>(pieces.length + 1).fill(Infinity);
  const ends = new Array<number>(pieces.length);
  costs[pieces.length] = 0;
  for (let from = pieces.length - 1; from >= 0; from -= 1) {
    for (const { to, bad } of candidates(pieces, columns, from, takenAt(from))) {
      const cost = bad + (costs[to] ?? Infinity);
      if (cost < (costs[from] ?? Infinity)) {
        costs[from] = cost;
        ends[from] = to;
      }
    }
  }
  const cues: Cue[] = [];
  for (let from = 0; from < pieces.length;) {
    const to = ends[from] ?? pieces.length;
    cues.push(cueOf(speaker, pieces.slice(from, to)));
    from = to;
  }
  return cues;
}

const cueOf = (speaker: string, pieces: SpokenPiece[]): Cue => ({
  startMs: pieces[0]?.startMs ?? 0,
  endMs: pieces.at(-1)?.endMs ?? 0,
  speaker,
  pieces,
});

/** All cues that may begin with a piece, each up to the piece it ends before, with how bad it is. */
function* candidates(
  pieces: readonly SpokenPiece[],
  columns: readonly number[],
  from: number,
  taken: number,
): Generator<{ to: number; bad: number }> {
  const startMs = pieces[from]?.startMs ?? 0;
  let [line, inLine, all, inner] = [1, taken, 0, 0];
  for (let at = from; at < pieces.length; at += 1) {
    const [piece, before] = [pieces[at], at > from ? pieces[at - 1] : undefined];
    if (piece === undefined) return;
    const own = columns[at] ?? 0;
    const space = piece.spaced && before !== undefined ? 1 : 0;
    const gap = line > 1 || inLine > taken ? space : 0;
    const isOver = inLine > 0 && inLine + gap + own > maxLineColumns;
    if (before !== undefined) {
      if (line === maxLines && !isOver && sentenceEnd.test(before.text)) {
        inner += badness.sentenceInSecondLine;
      }
      const pause = piece.startMs - before.endMs;
      if (pause > pauseMs) inner += (badness.pause * pause) / 1_000;
    }
    line += isOver ? 1 : 0;
    const tooLong = before !== undefined && piece.endMs - startMs > maxMs;
    if (line > maxLines || tooLong) return;
    inLine = isOver ? own : inLine + gap + own;
    all += own + space;
    const next = pieces[at + 1];
    yield {
      to: at + 1,
      bad: inner + badnessOf({ columns: all, taken, startMs, last: piece, next }),
    };
  }
}

interface CueSize {
  columns: number;
  /** Beside the text, and read with it. */
  taken: number;
  startMs: number;
  last: SpokenPiece;
  next: SpokenPiece | undefined;
}

function badnessOf({ columns, taken, startMs, last, next }: CueSize): number {
  const spokenMs = last.endMs - startMs;
  // Up to the next cue it can stay.
  const shownMs = Math.max(1, (next?.startMs ?? Infinity) - startMs);
  const readMs = ((columns + taken) / columnsPerSecond) * 1_000;
  return (
    badness.oneMore +
    badnessOfEnd(last, next) +
    badness.empty * Math.max(0, 1 - columns / (maxLines * maxLineColumns)) ** 2 +
    badness.short * Math.max(0, 1 - columns / shortColumns) +
    badness.brief * Math.max(0, 1 - spokenMs / briefMs) +
    badness.fast * Math.max(0, readMs / shownMs - 1)
  );
}

function badnessOfEnd({ text, endMs }: SpokenPiece, next: SpokenPiece | undefined): number {
  if (next === undefined || sentenceEnd.test(text)) return 0;
  const isPause = next.startMs - endMs > pauseMs;
  return isPause || clauseEnd.test(text) ? badness.endsAtClause : badness.endsInClause;
}
