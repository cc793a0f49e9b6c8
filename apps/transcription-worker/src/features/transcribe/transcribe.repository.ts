import { Meeting } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { DataSource } from 'typeorm';

/** What the uploader said about who speaks, and in what. */
export interface SpeechHints {
  speakersExpected: number | null;
  /** BCP-47 codes; none lets the recognizer detect them. */
  languages: string[];
}

export interface TranscribeRepository {
  hints(claim: StageClaim): Promise<SpeechHints>;
}

export function createTranscribeRepository({ manager }: DataSource): TranscribeRepository {
  return {
    hints: ({ workspaceId, meetingId }) =>
      manager.findOneOrFail(Meeting, {
        select: { speakersExpected: true, languages: true },
        where: { id: meetingId, workspaceId },
      }),
  };
}
