import type { Database } from '@memo/entities';
import { meetingNotFound } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { findHints } from '../../recognition/speech-hints.sql.ts';
import { givenUp } from '../../recognition/given-up.ts';
import { findBesideShown } from './transcribe.sql.ts';

/** What the uploader said about who speaks, and in what. */
export interface SpeechHints {
  speakersExpected: number | null;
  /** BCP-47 codes; none lets the recognizer detect them. */
  languages: string[];
}

/** What is known of a chunk of a generation that is made beside the one that is shown. */
export interface ChunkBeside {
  /** Whether its gaps alone are asked about; else all of it. */
  fillsGaps: boolean;
  /** What `transcribe` left there in the generation that is shown. */
  result: unknown;
  /** As in `AskedChunk`. */
  rounds: number[];
}

export interface TranscribeRepository {
  /** @throws AppError `not_found` for a meeting that was deleted. */
  hints(claim: StageClaim): Promise<SpeechHints>;
  /**
   * How the claim's chunk is asked about, where the claim's generation is made beside the one that is shown; null where
   * it is the one that is shown.
   * @throws AppError `conflict` for a generation that was given up: nobody is to be asked about a whole chunk for it.
   */
  beside(claim: StageClaim): Promise<ChunkBeside | null>;
}

export function createTranscribeRepository({ rows }: Pick<Database, 'rows'>): TranscribeRepository {
  return {
    hints: async (claim) => {
      const { meetingId, generation } = claim;
      const hints = await rows(claim).first(findHints, { meetingId, generation });
      if (hints === null) throw meetingNotFound();
      const { speakersExpected, languages } = hints;
      return { speakersExpected, languages };
    },

    beside: async (claim) => {
      const { meetingId, generation, part } = claim;
      const found = await rows(claim).first(findBesideShown, { meetingId, generation, part });
      if (found?.wanted === false) throw givenUp();
      return found;
    },
  };
}
