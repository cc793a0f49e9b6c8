import {
  newId,
  type Database,
  type RowOfStatement,
  type Rows,
  type Transaction,
} from '@memo/entities';
import { eventRow } from '@memo/journal';
import { adoptOldForm, lockTranscript, removeSpeakers, speakersAfter } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { splitWords, type Coverage, type Segment, type Speaker } from '@memo/transcript';
import { givenUp } from '../../recognition/given-up.ts';
import { findToBeat, saveBeside, saveGeneration, takeMeeting } from './assemble.sql.ts';

export interface AssembledTranscript {
  segments: Segment[];
  speakers: Speaker[];
  provider: string;
  model: string;
  coverage: Coverage;
  needsReview: boolean;
}

export interface AssembleRepository {
  /** How much the transcript that is shown covers, in ms, where the claim's generation asks an engine again; else null. */
  toBeat(claim: StageClaim): Promise<RowOfStatement<typeof findToBeat> | null>;
  /**
   * Makes it the transcript of the meeting, in place of what an earlier run left and of what was shown while this one
   * ran. What the machine made in earlier runs is kept. Names and profiles that were given to its speakers stay with
   * who spoke then. In a generation that is made beside the one that is shown it is kept, and shown with its note.
   * @throws AppError `conflict` for a generation that was given up, or is not shown any more.
   */
  saveTranscript(
    claim: StageClaim,
    tx: Transaction,
    transcript: AssembledTranscript,
  ): Promise<void>;
}

export function createAssembleRepository({ rows }: Pick<Database, 'rows'>): AssembleRepository {
  return {
    toBeat: ({ meetingId: meeting, generation, ...claim }) =>
      rows(claim).first(findToBeat, { meeting, generation }),

    saveTranscript: async (claim, tx, transcript) => {
      const { meetingId: meeting, generation } = claim;
      const { speakers, needsReview, provider, model, coverage } = transcript;
      const owned = rows(claim, tx);
      const { segments, words } = splitWords(transcript.segments);
      const made = { id: newId(), meeting, generation, segments, words, provider, model, coverage };
      const taken = await owned.first(takeMeeting, { meeting, generation, needsReview });
      if (taken === null) {
        const kept = await owned.run(saveBeside, { ...made, speakers, needsReview });
        if (kept === 0) throw givenUp();
        return;
      }
      const before = taken.isTranscribed ? await takeAway(owned, meeting) : nobody;
      await owned.run(saveGeneration, {
        ...made,
        transcript: newId(),
        speakers: speakersAfter(before, transcript),
        events: [eventRow({ kind: 'transcript.changed' })],
      });
    },
  };
}

const nobody = { segments: [], speakers: [] };

/** Who spoke in the transcript that there is, and when. They come back with the one that takes its place. */
async function takeAway(owned: Rows, meeting: string) {
  await owned.run(adoptOldForm, { meeting });
  const before = await owned.first(lockTranscript, { meeting });
  const speakers = await owned.all(removeSpeakers, { meeting });
  return { segments: before?.segments ?? [], speakers };
}
