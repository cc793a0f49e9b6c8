import type { Utterance } from '../types.ts';

/** A label and the chunk that uses it: labels are local to a chunk. */
export interface ChunkLabel {
  chunk: number;
  label: string;
}

/** One person on one side, and what the chunks call them, in order of chunk; at most one label a chunk. */
export interface SideSpeaker {
  labels: ChunkLabel[];
}

/** An utterance on the recording's clock with its speaker, and the seams (their numbers) that cut it. */
export interface Stretch {
  chunk: number;
  speaker: SideSpeaker;
  utterance: Utterance;
  startCutBy?: number | undefined;
  endCutBy?: number | undefined;
}
