import type { Database, RowOfStatement } from '@memo/entities';
import { meetingNotFound } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { readChunk } from './transcribe.sql.ts';

/** What the uploader said about who speaks, and in what. */
export interface SpeechHints {
  speakersExpected: number | null;
  /** BCP-47 codes; none lets the recognizer detect them. */
  languages: string[];
}

export interface TranscribeRepository {
  /** @throws AppError `not_found` for a meeting that was deleted. */
  chunk(claim: StageClaim): Promise<RowOfStatement<typeof readChunk>>;
}

export function createTranscribeRepository({ rows }: Pick<Database, 'rows'>): TranscribeRepository {
  return {
    chunk: async (claim) => {
      const { meetingId, generation, part } = claim;
      const chunk = await rows(claim).first(readChunk, { meetingId, generation, part });
      if (chunk === null) throw meetingNotFound();
      return chunk;
    },
  };
}
