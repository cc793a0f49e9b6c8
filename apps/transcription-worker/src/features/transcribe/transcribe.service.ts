import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Recognition, SpeechRecognizer } from '@memo/ai';
import type { AudioTools } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { withScratch } from '../../scratch.ts';
import {
  answerSchema,
  preparedSchema,
  type PreparedChunk,
  type Transcribed,
} from '../../stage-results.ts';

export interface TranscribeDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: AudioTools;
  recognizer: SpeechRecognizer;
  logger: Logger;
}

/**
 * One chunk in, the recognizer's raw answer kept. The answer is stored the moment it arrives, under a hash of the
 * question: a crash, a retry or a re-run finds it and bills nothing.
 */
export function createTranscribe(deps: TranscribeDeps) {
  const { pipeline, storage, keys, audio, recognizer, logger } = deps;

  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const [prepared] = await pipeline.resultsOf(claim, 'prepare');
    const chunk = preparedSchema.parse(prepared).chunks[claim.part];
    if (chunk === undefined) throw new AppError('internal', `There is no chunk ${claim.part}.`);
    const answerKey = keys.answer(claim.meetingId, questionHash(recognizer, chunk));
    const { provider, model, usage } =
      (await storedAnswer(answerKey)) ?? (await ask(chunk, answerKey, signal));
    const result: Transcribed = { answer_key: answerKey, provider, model, usage };
    return { result: { ...result } };
  };

  async function storedAnswer(key: string): Promise<Recognition | null> {
    const text = await storage.getText(key);
    if (text === null) return null;
    logger.info('This chunk has been answered before');
    return answerSchema.parse(JSON.parse(text));
  }

  async function ask(
    chunk: PreparedChunk,
    answerKey: string,
    signal: AbortSignal,
  ): Promise<Recognition> {
    const recognition = await withScratch(async (directory) => {
      const flacPath = join(directory, 'chunk.flac');
      const wavPath = join(directory, 'chunk.wav');
      await storage.download(chunk.key, flacPath, signal);
      const { durationMs } = await audio.toWav(flacPath, wavPath, signal);
      return recognizer.recognize({ wavPath, durationMs, diarize: true, languages: [], signal });
    });
    await storage.putText(answerKey, JSON.stringify(recognition), 'application/json');
    return recognition;
  }
}

/** What the answer depends on: the sound, and who was asked. */
function questionHash({ provider, model }: SpeechRecognizer, { sha256 }: PreparedChunk): string {
  return createHash('sha256')
    .update(JSON.stringify([provider, model, sha256]))
    .digest('hex');
}
