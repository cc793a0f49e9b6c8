import type { Database } from '@memo/entities';
import { meetingNotFound } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { findHints } from '../../recognition/speech-hints.sql.ts';

/** What the uploader said about who speaks, and in what. */
export interface SpeechHints {
  speakersExpected: number | null;
  /** BCP-47 codes; none lets the recognizer detect them. */
  languages: string[];
}

export interface TranscribeRepository {
  /** @throws AppError `not_found` for a meeting that was deleted. */
  hints(claim: StageClaim): Promise<SpeechHints>;
}

export function createTranscribeRepository({ rows }: Pick<Database, 'rows'>): TranscribeRepository {
  return {
    hints: async (claim) => {
      const hints = await rows(claim).first(findHints, { meetingId: claim.meetingId });
      if (hints === null) throw meetingNotFound();
      return hints;
    },
  };
}
