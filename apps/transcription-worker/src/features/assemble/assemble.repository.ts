import { Meeting, MeetingSpeaker, newId, type Transaction } from '@memo/entities';
import { recordEvent } from '@memo/journal';
import { PartialTranscript, Transcript } from '@memo/entities/transcripts';
import type { StageClaim } from '@memo/pipeline';
import {
  carryNames,
  type Coverage,
  type GivenName,
  type Segment,
  type Speaker,
} from '@memo/transcript';
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
  /**
   * Replaces whatever an earlier run of this meeting left, and what was shown while this one ran. Names and profiles
   * that were given to its speakers stay with who spoke then.
   */
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
      const given = carryNames(await removeEarlier(tx, workspaceId, meetingId), transcript);
      await tx.manager.insert(Transcript, { id: newId(), ...owner, ...columns });
      await tx.manager.insert(
        MeetingSpeaker,
        speakers.map((speaker) => {
          const { name = null, profileId = null } = given.get(speaker.key) ?? {};
          return { id: newId(), ...owner, ...speaker, name, profileId };
        }),
      );
      await recordEvent(tx, { kind: 'transcript.changed', ...owner });
    },
  };
}

/** What an earlier run left, as it is at this moment: whoever names its speakers meanwhile comes before or after. */
async function removeEarlier({ manager }: Transaction, ...owner: [string, string]) {
  const [transcripts] = await manager.query<[{ segments: Segment[] }[], number]>(
    'DELETE FROM transcripts WHERE workspace_id = $1 AND meeting_id = $2 RETURNING segments',
    owner,
  );
  const [speakers] = await manager.query<[(Omit<Speaker, 'label'> & GivenName)[], number]>(
    `DELETE FROM meeting_speakers WHERE workspace_id = $1 AND meeting_id = $2
     RETURNING key, side, name, profile_id AS "profileId"`,
    owner,
  );
  return { segments: transcripts[0]?.segments ?? [], speakers };
}
