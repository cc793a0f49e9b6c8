import { Meeting, MeetingSpeaker, newId, type Database, type Transaction } from '@memo/entities';
import { PartialTranscript } from '@memo/entities/transcripts';
import type { RecordEvent } from '@memo/journal';
import { adoptOldForm } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import {
  carryNames,
  splitWords,
  type Coverage,
  type Segment,
  type Speaker,
} from '@memo/transcript';
import { findHints } from '../../recognition/speech-hints.sql.ts';
import { lockTranscript, removeSpeakers, saveGeneration } from './assemble.sql.ts';

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
  /**
   * Makes it the transcript of the meeting, in place of what an earlier run left and of what was shown while this one
   * ran. What the machine made in earlier runs is kept. Names and profiles that were given to its speakers stay with
   * who spoke then.
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
    hints: async (claim) =>
      (await rows(claim).first(findHints, { meetingId: claim.meetingId })) ?? {
        speakersExpected: null,
        languages: [],
      },

    saveTranscript: async (claim, tx, transcript) => {
      const { workspaceId, meetingId, generation } = claim;
      const { speakers, needsReview, provider, model, coverage } = transcript;
      const meeting = { meeting: meetingId };
      const owned = rows(claim, tx);
      // First, for its row lock: the transaction that shows a partial transcript takes it too, so none appears behind
      // the delete.
      await owned.update(Meeting, { id: meetingId }, { needsReview });
      await owned.delete(PartialTranscript, { meetingId });
      await owned.run(adoptOldForm, meeting);
      const before = await owned.first(lockTranscript, meeting);
      const { segments, words } = splitWords(transcript.segments);
      await owned.run(saveGeneration, {
        ...{ id: newId(), transcript: newId(), ...meeting, generation },
        ...{ segments, words, provider, model, coverage },
      });
      const given = carryNames(
        {
          segments: before?.segments ?? [],
          speakers: await owned.all(removeSpeakers, meeting),
        },
        transcript,
      );
      await owned.insert(
        MeetingSpeaker,
        speakers.map((speaker) => {
          const { name = null, profileId = null } = given.get(speaker.key) ?? {};
          return { id: newId(), meetingId, ...speaker, name, profileId };
        }),
      );
      await recordEvent(tx, { kind: 'transcript.changed', workspaceId, meetingId });
    },
  };
}
