import type { SpokenSegment } from './document.ts';
import { oneLine } from './one-line.ts';
import { columnsOf, piecesOf, type Piece } from './pieces.ts';
import { textClock } from './text-clock.ts';
import { wrapLines } from './wrap-lines.ts';

/** What subtitles show at once: part of what one speaker says. */
export interface Cue {
  startMs: number;
  endMs: number;
  speaker: string;
  pieces: Piece[];
}

/** Two lines of 42 columns for no more than seven seconds: what a person reads while looking at something else. */
export const maxLineColumns = 42;
const maxLines = 2;
const maxMs = 7_000;
/** Nobody reads anything in less. */
export const minMs = 700;

const sentenceEnd = /[.!?…。！？؟]["'»”’)]*$/u;

export interface CueOptions {
  /** Whether the speaker's name stands in the text, and takes room there. */
  named?: boolean;
}

/**
 * A transcript as cues in order of their beginnings. Cues of one speaker never overlap: one that comes too early for
 * that, or is too short to be read, is moved or held on. No word is left out.
 */
export function* cuesOf(
  segments: readonly SpokenSegment[],
  options: CueOptions = {},
): Generator<Cue> {
  const inOrder = segments.toSorted((a, b) => a.startMs - b.startMs);
  const freeFrom = new Map<string, number>();
  let waiting: Cue[] = [];
  for (const segment of inOrder) {
    // Nothing that is still to come begins before this segment does.
    yield* waiting.filter((cue) => cue.startMs < segment.startMs);
    waiting = waiting.filter((cue) => cue.startMs >= segment.startMs);
    for (const cue of cuesOfSegment(segment, options)) {
      const startMs = Math.max(cue.startMs, freeFrom.get(cue.speaker) ?? 0);
      const endMs = Math.max(cue.endMs, startMs + minMs);
      freeFrom.set(cue.speaker, endMs);
      waiting.push({ ...cue, startMs, endMs });
    }
    waiting.sort((a, b) => a.startMs - b.startMs);
  }
  yield* waiting;
}

function* cuesOfSegment(segment: SpokenSegment, { named = false }: CueOptions): Generator<Cue> {
  const speaker = oneLine(segment.speaker);
  const text = oneLine(segment.text);
  const timeAt = textClock(segment, text);
  // A name longer than a line leaves the text the other one.
  const taken = named ? Math.min(columnsOf(speaker) + 2, maxLineColumns) : 0;
  let pieces: Piece[] = [];
  const cue = (): Cue => ({
    startMs: timeAt(pieces[0]?.start ?? 0),
    endMs: timeAt(pieces.at(-1)?.end ?? 0),
    speaker,
    pieces,
  });
  for (const piece of piecesOf(text, maxLineColumns)) {
    if (pieces.length > 0 && isFull(pieces, piece, taken, timeAt)) {
      yield cue();
      pieces = [];
    }
    pieces.push(piece);
  }
  if (pieces.length > 0) yield cue();
}

/** Whether the next piece belongs into a cue of its own. */
function isFull(
  pieces: readonly Piece[],
  next: Piece,
  taken: number,
  timeAt: (offset: number) => number,
): boolean {
  const startMs = timeAt(pieces[0]?.start ?? 0);
  if (timeAt(next.end) - startMs > maxMs) return true;
  if (wrapLines([...pieces, next], maxLineColumns, taken).length > maxLines) return true;
  // A sentence that begins in the second line is better read whole.
  const ended = sentenceEnd.test(pieces.at(-1)?.text ?? '');
  return ended && wrapLines(pieces, maxLineColumns, taken).length === maxLines;
}
