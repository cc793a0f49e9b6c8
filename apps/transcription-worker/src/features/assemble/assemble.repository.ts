import { Meeting, newId, type Database, type Reprocess, type Transaction } from '@memo/entities';
import { PartialTranscript } from '@memo/entities/transcripts';
import type { RecordEvent } from '@memo/journal';
import { adoptOldForm, lockTranscript, replaceSpeakers } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { splitWords, type Coverage, type Segment, type Speaker } from '@memo/transcript';
import { findHints } from '../../recognition/speech-hints.sql.ts';
import { givenUp } from '../../recognition/given-up.ts';
import { findToBeat, saveBeside, saveGeneration } from './assemble.sql.ts';

export interface AssembledTranscript {
  segments: Segment[];
  speakers: Speaker[];
  provider: string;
  model: string;
  coverage: Coverage;
  needsReview: boolean;
}

export interface AssembleRepository {
  /** What the uploader said about who speaks, and in what; nothing about a meeting that was deleted. */
  hints(claim: StageClaim): Promise<{ speakersExpected: number | null; languages: string[] }>;
  /** How much the transcript that is shown covers, in ms, where the claim's generation asks an engine again; else null. */
  toBeat(claim: StageClaim): Promise<{ from: Reprocess['from']; transcribedMs: number } | null>;
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

export function createAssembleRepository(
  { rows }: Database,
  recordEvent: RecordEvent,
): AssembleRepository {
  return {
    hints: async (claim) => {
      const { meetingId, generation } = claim;
      const { speakersExpected = null, languages = [] } =
        (await rows(claim).first(findHints, { meetingId, generation })) ?? {};
      return { speakersExpected, languages };
    },

    toBeat: async (claim) => {
      const { meetingId: meeting, generation } = claim;
      return rows(claim).first(findToBeat, { meeting, generation });
    },

    saveTranscript: async (claim, tx, transcript) => {
      const { workspaceId, meetingId, generation } = claim;
      const { speakers, needsReview, provider, model, coverage } = transcript;
      const meeting = { meeting: meetingId };
      const owned = rows(claim, tx);
      const { segments, words } = splitWords(transcript.segments);
      const made = { segments, words, provider, model, coverage };
      const beside = { id: newId(), ...meeting, generation, ...made, speakers, needsReview };
      if ((await owned.run(saveBeside, beside)) > 0) return;
      // First, for its row lock: the transaction that shows a partial transcript takes it too, so none appears behind
      // the delete.
      const changed = await owned.update(Meeting, { id: meetingId, generation }, { needsReview });
      if (changed === 0) throw givenUp();
      await owned.delete(PartialTranscript, { meetingId });
      await owned.run(adoptOldForm, meeting);
      const before = await owned.first(lockTranscript, meeting);
      const ids = { id: newId(), transcript: newId() };
      await owned.run(saveGeneration, { ...ids, ...meeting, generation, ...made });
      await replaceSpeakers(owned, meetingId, before?.segments ?? [], transcript);
      await recordEvent(tx, { kind: 'transcript.changed', workspaceId, meetingId });
    },
  };
}
