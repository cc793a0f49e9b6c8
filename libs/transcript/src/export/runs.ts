import { maxLineColumns } from './cue.ts';
import type { SpokenSegment } from './document.ts';
import { oneLine } from './one-line.ts';
import { isWide, piecesOf, type Piece } from './pieces.ts';
import { textClock } from './text-clock.ts';

/** A piece with the time in which it is said. */
export interface SpokenPiece extends Piece {
  startMs: number;
  endMs: number;
  endsSegment: boolean;
}

/** What one speaker says before another begins or there is a pause: engines cut it into segments where they like. */
export interface Run {
  speaker: string;
  /** Of its first segment: no later run begins before it. */
  startMs: number;
  pieces: SpokenPiece[];
}

const pauseMs = 1_500;
/** A speech is cut into cues a part at a time, between two segments, so that others of the process come in between. */
const partMs = 120_000;

/** In order of their beginnings. */
export function* runsOf(segments: readonly SpokenSegment[]): Generator<Run> {
  let run: Run | undefined;
  for (const segment of segments.toSorted((a, b) => a.startMs - b.startMs)) {
    const speaker = oneLine(segment.speaker);
    const pieces = spokenPieces(segment);
    const [first] = pieces;
    const last = run?.pieces.at(-1);
    if (first === undefined) continue;
    if (run !== undefined && last !== undefined && goesOn(run, last, speaker, first)) {
      first.spaced = !isWide(first.text) || !isWide(last.text);
      for (const piece of pieces) run.pieces.push(notBefore(last, piece));
      continue;
    }
    if (run !== undefined) yield run;
    run = { speaker, startMs: segment.startMs, pieces };
  }
  if (run !== undefined) yield run;
}

function spokenPieces(segment: SpokenSegment): SpokenPiece[] {
  const text = oneLine(segment.text);
  const timeAt = textClock(segment, text);
  const pieces = [...piecesOf(text, maxLineColumns)].map((piece) => ({
    ...piece,
    startMs: timeAt(piece.start),
    endMs: timeAt(piece.end),
    endsSegment: false,
  }));
  const last = pieces.at(-1);
  if (last !== undefined) last.endsSegment = true;
  return pieces;
}

const goesOn = (run: Run, last: SpokenPiece, speaker: string, next: SpokenPiece): boolean =>
  speaker === run.speaker &&
  next.startMs - last.endMs < pauseMs &&
  next.startMs - run.startMs < partMs;

/** Segments of one speaker may overlap; what is read later is not said earlier. */
const notBefore = (last: SpokenPiece, piece: SpokenPiece): SpokenPiece => ({
  ...piece,
  startMs: Math.max(piece.startMs, last.startMs),
  endMs: Math.max(piece.endMs, last.endMs),
});
