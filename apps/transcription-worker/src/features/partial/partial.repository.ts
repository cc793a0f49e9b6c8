import { newId, type Database, type Transact } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import { splitWords, type Segment, type Speaker } from '@memo/transcript';
import { chunksShown, firstTranscribed, lockMeeting, showPartial } from './partial.sql.ts';

export interface PartialToShow {
  segments: Segment[];
  speakers: Speaker[];
  chunksDone: number;
  chunksTotal: number;
  coveredMs: number;
}

export interface PartialRepository {
  /** How many chunks of this generation are shown already; 0 when none. */
  chunksShown(claim: StageClaim): Promise<number>;
  /** What `transcribe` left of the chunks from the first on, up to the first that is not transcribed. */
  firstTranscribed(claim: StageClaim): Promise<unknown[]>;
  /** Shows it unless as much is shown already, the transcript is there, or the meeting is deleted or runs anew. */
  show(claim: StageClaim, partial: PartialToShow): Promise<void>;
}

export function createPartialRepository(
  { rows }: Pick<Database, 'rows'>,
  transact: Transact,
): PartialRepository {
  const runOf = ({ meetingId: meeting, generation }: StageClaim) => ({ meeting, generation });
  return {
    chunksShown: async (claim) =>
      (await rows(claim).first(chunksShown, runOf(claim)))?.chunks_done ?? 0,

    firstTranscribed: async (claim) => {
      const found = await rows(claim).all(firstTranscribed, runOf(claim));
      return found.map(({ result }) => result);
    },

    show: (claim, { segments, ...partial }) =>
      transact(async (tx) => {
        const owned = rows(claim, tx);
        // The transcript is saved under the same lock: it is either seen below, or comes later and removes this row.
        if ((await owned.first(lockMeeting, runOf(claim))) === null) return;
        // Nobody reads the words of what is shown for an hour and written anew with each chunk.
        const shown = { ...partial, segments: splitWords(segments).segments };
        await owned.run(showPartial, { ...runOf(claim), id: newId(), ...shown });
      }),
  };
}
