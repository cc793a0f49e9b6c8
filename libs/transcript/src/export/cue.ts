import type { Piece } from './pieces.ts';

/** What subtitles show at once: part of what one speaker says. */
export interface Cue {
  startMs: number;
  endMs: number;
  speaker: string;
  pieces: Piece[];
}

// The bounds of the Netflix Timed Text Style Guides: two lines of 42 characters for no more than seven seconds, and
// what they let programmes for adults in German, French and Spanish ask of a reader. A Chinese or Japanese character
// takes two columns, and so twice the time.
export const maxLineColumns = 42;
export const maxLines = 2;
export const maxMs = 7_000;
export const columnsPerSecond = 17;
