/** A word and when it is said, in ms. */
export interface MeasuredWord {
  text: string;
  startMs: number;
  endMs: number;
}

/** What somebody says in one go, in ms. */
export interface MeasuredSegment extends MeasuredWord {
  speaker: string;
  /** Where times of words are known; else they are guessed from the letters. */
  words?: readonly MeasuredWord[];
}

export interface WordErrors {
  /** Words substituted, missing and added. */
  errors: number;
  /** Words of the reference. */
  words: number;
  /** `errors / words`; can exceed 1. */
  rate: number;
}
