import type { Database } from '@memo/entities';
import { AppError } from '@memo/errors';
import { meetingNotFound } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { findHints } from '../../recognition/speech-hints.sql.ts';
import { findToFill } from './transcribe.sql.ts';

/** What the uploader said about who speaks, and in what. */
export interface SpeechHints {
  speakersExpected: number | null;
  /** BCP-47 codes; none lets the recognizer detect them. */
  languages: string[];
}

export interface ChunkToFill {
  /** What `transcribe` left there. */
  result: unknown;
  /** As in `AskedChunk`. */
  rounds: number[];
}

export interface TranscribeRepository {
  /** @throws AppError `not_found` for a meeting that was deleted. */
  hints(claim: StageClaim): Promise<SpeechHints>;
  /**
   * What the generation that is shown has of the claim's chunk, where the claim's generation is to fill its gaps; null
   * where it is the one that is shown.
   * @throws AppError `conflict` for a generation that was given up: nobody is to be asked about a whole chunk for it.
   */
  toFill(claim: StageClaim): Promise<ChunkToFill | null>;
}

export function createTranscribeRepository({ rows }: Pick<Database, 'rows'>): TranscribeRepository {
  return {
    hints: async (claim) => {
      const hints = await rows(claim).first(findHints, { meetingId: claim.meetingId });
      if (hints === null) throw meetingNotFound();
      return hints;
    },

    toFill: async (claim) => {
      const { meetingId, generation, part } = claim;
      const found = await rows(claim).first(findToFill, { meetingId, generation, part });
      if (found?.wanted === false) {
        throw new AppError('conflict', 'What this was asked for was given up meanwhile.');
      }
      return found;
    },
  };
}
