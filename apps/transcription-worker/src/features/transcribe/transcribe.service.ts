import { join } from 'node:path';
import type { SpeechRecognizer } from '@memo/ai';
import type { AudioTools } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { createSentAudio, subtract } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { withScratch } from '../../attempt/scratch.ts';
import {
  preparedSchema,
  transcribedSchema,
  type Recognized,
  type PreparedChunk,
} from '../../recognition/stage-results.ts';
import { createAsking } from './ask-about-piece.ts';
import { createRetryInHalves } from './retry-in-halves.ts';
import { placeRecognized } from './place-recognized.ts';
import type { TranscribeRepository } from './transcribe.repository.ts';

export interface TranscribeDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  repository: TranscribeRepository;
  answers: Answers;
  storage: Pick<ObjectStorage, 'download' | 'putText'>;
  keys: Pick<MeetingKeys, 'recognized'>;
  audio: Pick<AudioTools, 'toWav' | 'select'>;
  recognizer: SpeechRecognizer;
  logger: Logger;
  /** Told once a chunk's words are committed. Nothing waits for what it makes of them, and it never fails. */
  onTranscribed?: (claim: StageClaim) => void;
}

interface TranscribedChunk {
  recognized: Recognized;
  rejectedAnswers: number;
  loops: number;
}

/**
 * One chunk in, its checked words and its gaps kept. Every answer is kept as it arrives and found again, so that a
 * crash or a re-run pays for nothing twice.
 */
export function createTranscribe(deps: TranscribeDeps) {
  const { pipeline, repository, storage, keys, audio } = deps;

  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const [prepared] = await pipeline.resultsOf(claim, 'prepare');
    const chunk = preparedSchema.parse(prepared).chunks[claim.part];
    if (chunk === undefined) throw new AppError('internal', `There is no chunk ${claim.part}.`);
    const { recognized, ...counts } =
      chunk.audio === null
        ? { recognized: { pieces: [], gaps: [], sources: [] }, rejectedAnswers: 0, loops: 0 }
        : await recognize(claim, { ...chunk, audio: chunk.audio }, signal);
    const recognizedKey = keys.recognized(claim.meetingId, claim.epoch, claim.part);
    await storage.putText(recognizedKey, JSON.stringify(recognized), 'application/json');
    return {
      result: transcribedSchema.encode({ recognizedKey, ...counts }),
      write: (tx) => {
        tx.afterCommit(() => Promise.resolve(deps.onTranscribed?.(claim)));
        return Promise.resolve();
      },
    };
  };

  function recognize(
    claim: StageClaim,
    chunk: PreparedChunk & { audio: NonNullable<PreparedChunk['audio']> },
    signal: AbortSignal,
  ): Promise<TranscribedChunk> {
    return withScratch(async (directory) => {
      const flacPath = join(directory, 'chunk.flac');
      const wavPath = join(directory, 'chunk.wav');
      const hints = await repository.hints(claim);
      await storage.download(chunk.audio.key, flacPath, signal);
      const expanding = Promise.allSettled([audio.toWav(flacPath, wavPath, signal)]);
      const expanded = async () => {
        const [outcome] = await expanding;
        if (outcome.status === 'rejected') throw outcome.reason;
        return { wavPath, silences: subtract(outcome.value.silences, quiet) };
      };
      const sent = createSentAudio(chunk.speech);
      const quiet = (chunk.quietSpeech ?? []).map(({ startMs, endMs }) => {
        return { startMs: sent.toSent(startMs), endMs: sent.toSent(endMs) };
      });
      const { durationMs } = sent;
      const { sha256 } = chunk.audio;
      const asked = { claim, sha256, flacPath, durationMs, expanded, hints, directory, signal };
      const asking = createAsking(deps, asked);
      const retryInHalves = createRetryInHalves(
        asking.ask,
        async () => (await expanded()).silences,
      );
      try {
        const pieces = await retryInHalves({ startMs: 0, endMs: durationMs });
        const { answers, loops, sources } = asking.tally();
        const used = pieces.filter(({ missing }) => missing === null).length;
        const recognized = { ...placeRecognized(chunk, pieces), sources };
        return { recognized, rejectedAnswers: answers - used, loops };
      } finally {
        // Nothing writes into a directory that is being removed.
        await expanding;
      }
    });
  }
}
