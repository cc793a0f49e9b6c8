import type { DecodedRecording as DecodedAudio } from '@memo/audio';
import type { StageClaim } from '@memo/pipeline';

/** One attempt: whose it is, where its files are, when to stop. */
export interface Attempt {
  claim: StageClaim;
  directory: string;
  signal: AbortSignal;
}

export interface StoredRecording {
  /** Null when one recording holds everyone. */
  side: number | null;
  path: string;
}

export interface DecodedRecording extends StoredRecording, DecodedAudio {
  wavPath: string;
}
