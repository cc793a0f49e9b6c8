import { MeetingSpeaker, newId, Transcript, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { Segment, Speaker } from '@memo/transcript';

export interface AssembledTranscript {
  segments: Segment[];
  speakers: Speaker[];
  provider: string;
  model: string;
}

export interface AssembleRepository {
  /** Replaces whatever an earlier run of this meeting left. */
  saveTranscript(
    claim: StageClaim,
    tx: Transaction,
    transcript: AssembledTranscript,
  ): Promise<void>;
}

export function createAssembleRepository(): AssembleRepository {
  return {
    saveTranscript: async ({ workspaceId, meetingId }, tx, transcript) => {
      const owner = { workspaceId, meetingId };
      const { segments, speakers, provider, model } = transcript;
      await tx.manager.delete(Transcript, owner);
      await tx.manager.delete(MeetingSpeaker, owner);
      await tx.manager.insert(Transcript, { id: newId(), ...owner, segments, provider, model });
      await tx.manager.insert(
        MeetingSpeaker,
        speakers.map((speaker) => ({ id: newId(), ...owner, ...speaker, name: null })),
      );
    },
  };
}
