import type { SpeechRecognizer } from '@memo/ai';
import type { Logger } from '@memo/logging';
import { requireMaterial, type StageClaim } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import { z } from 'zod';
import { readRecognizedChunks } from '../../recognition/recognized-chunks.ts';
import { withoutEcho } from '../../recognition/without-echo.ts';
import { preparedSchema, transcribedSchema } from '../../recognition/stage-results.ts';
import type { PartialRepository } from './partial.repository.ts';
import { showSoFar } from './show-so-far.ts';

export interface PartialDeps {
  storage: Pick<ObjectStorage, 'getText'>;
  repository: PartialRepository;
  recognizer: Pick<SpeechRecognizer, 'capabilities'>;
  logger: Logger;
}

export interface PartialTranscripts {
  /** Shows what is transcribed of the claim's meeting by now. Returns at once and never fails: it is a courtesy. */
  onTranscribed: (claim: StageClaim) => void;
  /** Once nothing is being shown any more. */
  settled(): Promise<void>;
}

interface Running {
  /** Transcribed while a refresh ran. */
  again: StageClaim | null;
  done: Promise<void>;
}

/**
 * Each refresh reads all chunks from the beginning. From this many chunks on it waits until a sixteenth more is there:
 * a meeting of any length is then read less than 18 times as a whole, and one of up to 5 hours shows every chunk.
 */
const alwaysShown = 16;

/**
 * Shows a meeting while it is transcribed: its chunks from the first on, in order, as far as all before are there.
 * One refresh of a meeting runs at a time in this process; what is transcribed meanwhile is shown by one more after it.
 */
export function createPartialTranscripts(deps: PartialDeps): PartialTranscripts {
  const { storage, repository, recognizer, logger } = deps;
  const running = new Map<string, Running>();

  async function refresh(claim: StageClaim): Promise<void> {
    const [results, shown] = await Promise.all([
      repository.firstTranscribed(claim),
      repository.chunksShown(claim),
    ]);
    if (results.length <= shown) return;
    const material = requireMaterial(claim);
    const prepared = preparedSchema.parse(material.prepared);
    const { chunks } = prepared;
    if (!isWorthShowing(results.length, shown, chunks.length)) return;
    const transcribed = z.array(transcribedSchema).parse(results);
    const recognized = await readRecognizedChunks(storage, chunks, transcribed);
    const { speakersExpected } = material.asked;
    const { capabilities } = recognizer;
    const heard = await withoutEcho(storage, prepared, recognized);
    const soFar = showSoFar(prepared, heard.chunks, { capabilities, speakersExpected });
    if (soFar.coveredMs === 0) return;
    const chunksDone = recognized.length;
    await repository.show(claim, { ...soFar, chunksDone, chunksTotal: chunks.length });
  }

  async function keepShowing(claim: StageClaim): Promise<void> {
    for (let next: StageClaim | null = claim; next !== null;) {
      try {
        await refresh(next);
      } catch (error) {
        logger.warn('What is transcribed so far could not be shown', { error });
      }
      const state = running.get(claim.meetingId);
      next = state?.again ?? null;
      if (state !== undefined) state.again = null;
    }
    running.delete(claim.meetingId);
  }

  return {
    onTranscribed: (claim) => {
      const state = running.get(claim.meetingId);
      if (state !== undefined) {
        state.again = claim;
        return;
      }
      // In the map before it runs, so that it finds itself there.
      const entry: Running = { again: null, done: Promise.resolve() };
      running.set(claim.meetingId, entry);
      entry.done = keepShowing(claim);
    },
    settled: async () => {
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

function isWorthShowing(done: number, shown: number, total: number): boolean {
  return done <= alwaysShown || done === total || done >= shown + shown / alwaysShown;
}
