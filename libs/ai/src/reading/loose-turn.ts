import type { Word } from '@memo/transcript';
import type { LooseSpan } from './fields.ts';

/** A stretch of the audio, in ms. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

/** An element of an answer before its times are settled. */
export interface LooseTurn extends LooseSpan {
  speaker: string | null;
  text: string;
  words: Word[];
  /** It cannot be read: what it says is not known. */
  unread: boolean;
}
