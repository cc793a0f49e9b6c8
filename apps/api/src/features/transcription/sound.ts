import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import { meetingNotFound } from '@memo/meetings';
import type { FoundSound, Pipeline } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import type { TranscriptionRepository } from './transcription.repository.ts';

export interface SoundDeps {
  repository: Pick<TranscriptionRepository, 'recordings'>;
  pipeline: Pick<Pipeline, 'plan'>;
  storage: Pick<ObjectStorage, 'head'>;
}

const asksAtOnce = 8;

/**
 * Whether a meeting's speech is asked about in the chunks it has, or prepared anew. The chunks stay where they can, as
 * answers are found by them; but those that were cut before there was a voice detector, or are longer than the engine
 * takes, are cut anew.
 * @throws AppError `conflict` where neither its chunks nor its recordings are there; `not_found`.
 */
export function createFindSound({ repository, pipeline, storage }: SoundDeps) {
  return async (scope: Scope, meetingId: string, maxChunkMs: number): Promise<FoundSound> => {
    const shown = await pipeline.plan(scope, meetingId);
    if (shown === null) throw meetingNotFound();
    const { generation, chunks } = shown;
    const fits =
      chunks !== null && chunks.longestMs <= maxChunkMs && (await areThere(chunks.audioKeys));
    if (fits && chunks.knowsVoices) return { generation, anew: false };
    const recordings = await repository.recordings(scope, meetingId);
    if (recordings.length > 0 && (await areThere(recordings))) return { generation, anew: true };
    if (fits) return { generation, anew: false };
    throw new AppError(
      'conflict',
      'The recording of this meeting is not stored any more, so nothing can be transcribed anew. What there is can still be put together or summarized anew: send from: "assemble" or "summarize". Or upload the recording as a new meeting.',
      { code: 'recording_gone' },
    );
  };

  async function areThere(keys: readonly string[]): Promise<boolean> {
    for (let at = 0; at < keys.length; at += asksAtOnce) {
      const found = await Promise.all(keys.slice(at, at + asksAtOnce).map(isThere));
      if (found.includes(false)) return false;
    }
    return true;
  }

  async function isThere(key: string): Promise<boolean> {
    try {
      await storage.head(key);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not_found') return false;
      throw error;
    }
  }
}
