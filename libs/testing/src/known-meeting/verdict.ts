import type { Segment, Speaker } from '@memo/transcript';
import type { KnownWord, Span } from './types.ts';

export type JudgedSegment = Pick<Segment, 'speakerKey' | 'text' | 'startMs' | 'endMs' | 'words'>;
export type JudgedSpeaker = Pick<Speaker, 'key' | 'side'>;

export interface JudgeOptions {
  /** Stretches the transcript itself says are missing: true words that touch one are not lost. */
  gaps?: readonly Span[];
  /** A word further from its time than this is another word; 2,000 ms when not given. */
  withinMs?: number;
  /** Words of the meeting the recognizer put under somebody else's label: who joined them to the others is not to blame. */
  mistaken?: ReadonlySet<KnownWord>;
}

/** Everything is counted in words, except where it says otherwise. A perfect transcript has 0, and shares of 1. */
export interface Verdict {
  /** Said, but not in the transcript. */
  lost: number;
  /** Utterances that miss a word. */
  lostUtterances: number;
  /** In the transcript more often than said. */
  doubled: number;
  /** In the transcript, but never said. */
  invented: number;
  /** True words in admitted gaps that the transcript does not have. */
  inGaps: number;
  /** Utterances, and words in their utterance, that would have to move to stand in order. */
  orderErrors: number;
  /** Segments whose text is not what their words say. */
  textMismatches: number;
  /** Of a word, the larger error of its start and its end; 0 when nothing was found. */
  timingErrorP95Ms: number;
  timingErrorMaxMs: number;
  /** Share of the time of the words found under the right speaker, each key standing for one speaker at most. */
  speakerAttribution: number;
  /** Share of that time under a key that is mostly somebody else's: two people under one name. */
  mergedShare: number;
  /** The same as `speakerAttribution` for the side the speaker is said to be on; null where no speaker has a side. */
  sideAttribution: number | null;
  /** Which speaker each key stands for. */
  speakerOf: Record<string, string>;
  /** Keys that hold words of more than one true speaker. */
  mixedKeys: string[];
  /** The first few words of each kind of damage, for messages: "word @ ms". */
  examples: Record<'lost' | 'doubled' | 'invented', string[]>;
}
