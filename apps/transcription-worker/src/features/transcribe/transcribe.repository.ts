import type { Database } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import { givenUp } from '../../recognition/given-up.ts';
import { findBesideShown } from './transcribe.sql.ts';

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
  /**
   * How the claim's chunk is asked about, where the claim's generation is made beside the one that is shown; null where
   * it is the one that is shown.
   * @throws AppError `conflict` for a generation that was given up: nobody is to be asked about a whole chunk for it.
   */
  beside(claim: StageClaim): Promise<ChunkBeside | null>;
}

export function createTranscribeRepository({ rows }: Pick<Database, 'rows'>): TranscribeRepository {
  return {
    beside: async (claim) => {
      const { meetingId, generation, part } = claim;
      const found = await rows(claim).first(findBesideShown, { meetingId, generation, part });
      if (found?.wanted === false) throw givenUp();
      return found;
    },
  };
}
