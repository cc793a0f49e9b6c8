/** A stretch of time in integer milliseconds. */
export interface Span {
  startMs: number;
  endMs: number;
}

export interface KnownWord extends Span {
  text: string;
}

/** What one speaker says in one go. Its first and last words bound it. */
export interface KnownUtterance extends Span {
  speaker: string;
  text: string;
  words: KnownWord[];
  /** Of two utterances at the same time in one recording each has a band of its own, so both can be heard. */
  band: 0 | 1;
}

/** A meeting of which every word, time and speaker is known. Times count from its start. */
export interface KnownMeeting {
  seed: number;
  durationMs: number;
  speakers: string[];
  /** In order of start. */
  utterances: KnownUtterance[];
  /** For a dual recording: which of the two files each speaker is on. */
  sides?: Record<string, 0 | 1>;
}
