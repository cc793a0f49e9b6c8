import {
  Meeting,
  MeetingSpeaker,
  newId,
  PartialTranscript,
  Transcript,
  type Transaction,
} from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { Coverage, Segment, Speaker } from '@memo/transcript';
import type { DataSource } from 'typeorm';

export interface AssembledTranscript {
  segments: Segment[];
  speakers: Speaker[];
  provider: string;
  model: string;
  coverage: Coverage;
  needsReview: boolean;
}

export interface AssembleRepository {
  /** How many people speak, if the uploader knew. */
  speakersExpected(claim: StageClaim): Promise<number | null>;
  /** Replaces whatever an earlier run of this meeting left, and what was shown while this one ran. */
  saveTranscript(
    claim: StageClaim,
    tx: Transaction,
    transcript: AssembledTranscript,
  ): Promise<void>;
}

export function createAssembleRepository(dataSource: DataSource): AssembleRepository {
  return {
    speakersExpected: async ({ workspaceId, meetingId }) => {
      const { speakersExpected } = await dataSource.manager.findOneOrFail(Meeting, {
        // With the id, because a row of nothing but null would count as none.
        select: { id: true, speakersExpected: true },
        where: { id: meetingId, workspaceId },
      });
      return speakersExpected;
    },
    saveTranscript: async ({ workspaceId, meetingId }, tx, transcript) => {
      const owner = { workspaceId, meetingId };
      const { speakers, needsReview, ...columns } = transcript;
      // First, for its row lock: whoever shows a partial transcript takes it too, so none appears behind the delete.
      await tx.manager.update(Meeting, { id: meetingId, workspaceId }, { needsReview });
      await tx.manager.delete(PartialTranscript, owner);
      await tx.manager.delete(Transcript, owner);
      await tx.manager.delete(MeetingSpeaker, owner);
      await tx.manager.insert(Transcript, { id: newId(), ...owner, ...columns });
      await tx.manager.insert(
        MeetingSpeaker,
        speakers.map((speaker) => ({ id: newId(), ...owner, ...speaker, name: null })),
      );
    },
  };
}
