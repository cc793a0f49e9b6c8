import type { DecodedRecording, DecodedSide } from '@memo/audio';
import type { StageClaim } from '@memo/pipeline';

/** One attempt: whose it is, where its files are, when to stop. */
export interface Attempt {
  claim: StageClaim;
  directory: string;
  signal: AbortSignal;
}

export interface StoredRecording {
  /** 0 for the first that was uploaded. */
  position: number;
  path: string;
}

/** A recording that was uploaded, decoded. */
export type HeardRecording = StoredRecording & Omit<DecodedRecording, 'sides'>;

/** What is transcribed by itself. */
export interface HeardSide extends DecodedSide {
  /** Null when there is one. */
  side: number | null;
}
