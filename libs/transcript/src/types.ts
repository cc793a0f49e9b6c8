import { z } from 'zod';

/** All times are integer milliseconds from the start of the prepared audio (or of the chunk, where said so). */
const wordSchema = z.object({
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  /** 0 to 1, where the recognizer gives one. */
  confidence: z.number().exactOptional(),
});
export type Word = z.infer<typeof wordSchema>;

/**
 * One stretch of one speaker as a recognizer reports it, and as it is kept. `speaker` is opaque and local to the chunk.
 */
export const utteranceSchema = z.object({
  speaker: z.string(),
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  /** Empty where the recognizer times only whole utterances. */
  words: z.array(wordSchema),
});
export type Utterance = z.infer<typeof utteranceSchema>;

/** One stretch of one speaker in the finished transcript. The order of a transcript is that of its list, not of ids. */
export interface Segment {
  /**
   * Its own in the transcript of one run; the next run counts from 0 again. The machine's are positions; an edit that
   * adds one takes the next that was never used there.
   */
  id: number;
  /** Key of a meeting speaker: names are data about speakers, never text in segments. */
  speakerKey: string;
  text: string;
  startMs: number;
  endMs: number;
  words: Word[];
}

/** A speaker of one meeting. `label` is what we call them until someone gives a `name`. */
export interface Speaker {
  key: string;
  label: string;
  /**
   * 0 for the first recording (microphone), 1 for the second (system audio); null when one recording holds everyone.
   */
  side: number | null;
}

/** What was recognized in one chunk of one recording. The utterances' times count from the chunk's start. */
export interface TranscribedPart {
  /** Position of the chunk in its recording, from 0. */
  chunk: number;
  /** As in `Speaker`. */
  side: number | null;
  /** Where the chunk lies in the prepared audio. */
  startMs: number;
  endMs: number;
  utterances: Utterance[];
}

/** Where a transcript changes over from one chunk of a side to the next, inside their overlap. */
export interface Seam {
  /** As in `Speaker`. */
  side: number | null;
  atMs: number;
  /** Words of the overlap recognized in both chunks. */
  agreedWords: number;
  /** Words of the overlap recognized in one chunk only, or differently in the two, and left out. */
  droppedWords: number;
}

/** A speaker whose first chunk is not the side's first: the overlap did not show whether it is someone known. */
export interface UnmatchedSpeaker {
  /** As in `Speaker`. */
  side: number | null;
  /** The first chunk the speaker has words in, and their label in it. */
  chunk: number;
  label: string;
  /** Its speaker in this transcript. */
  speakerKey: string;
  talkMs: number;
  /** Keys of the speakers it may be: they spoke earlier on the same side, and never in one chunk with it. */
  candidates: string[];
}

/** Somebody's word that a chunk's label is a speaker; keys are those of the transcript without such decisions. */
export interface SpeakerDecision {
  side: number | null;
  chunk: number;
  label: string;
  speakerKey: string;
  /** 0 to 1; 1 when not given. Decides between decisions that exclude each other. */
  confidence?: number;
}
