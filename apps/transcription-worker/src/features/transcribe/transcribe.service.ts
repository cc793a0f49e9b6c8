import { join } from 'node:path';
import type { Recognition, SpeechRecognizer } from '@memo/ai';
import type { AudioTools } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import type { Answers } from '../../answers.ts';
import { withScratch } from '../../scratch.ts';
import {
  preparedSchema,
  recognitionSchema,
  type PreparedChunk,
  type Transcribed,
} from '../../stage-results.ts';

export interface TranscribeDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  answers: Answers;
  storage: ObjectStorage;
  audio: AudioTools;
  recognizer: SpeechRecognizer;
}

/** One chunk in, the recognizer's raw answer kept. */
export function createTranscribe(deps: TranscribeDeps) {
  const { pipeline, answers, storage, audio, recognizer } = deps;

  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const [prepared] = await pipeline.resultsOf(claim, 'prepare');
    const chunk = preparedSchema.parse(prepared).chunks[claim.part];
    if (chunk === undefined) throw new AppError('internal', `There is no chunk ${claim.part}.`);
    const { key, answer } = await answers.once(claim, {
      about: [recognizer.provider, recognizer.model, chunk.sha256],
      schema: recognitionSchema,
      ask: () => recognize(chunk, signal),
    });
    const { provider, model, usage } = answer;
    const result: Transcribed = { answerKey: key };
    return { result: { ...result, provider, model, usage } };
  };

  function recognize(chunk: PreparedChunk, signal: AbortSignal): Promise<Recognition> {
    return withScratch(async (directory) => {
      const flacPath = join(directory, 'chunk.flac');
      const wavPath = join(directory, 'chunk.wav');
      await storage.download(chunk.key, flacPath, signal);
      const { durationMs } = await audio.toWav(flacPath, wavPath, signal);
      return recognizer.recognize({ wavPath, durationMs, diarize: true, languages: [], signal });
    });
  }
}
