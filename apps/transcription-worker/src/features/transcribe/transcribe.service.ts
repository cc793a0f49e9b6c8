import { join } from 'node:path';
import type { Recognition, SpeechRecognizer } from '@memo/ai';
import type { AudioTools } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import type { Answers } from '../../answers.ts';
import { withScratch } from '../../scratch.ts';
import {
  preparedSchema,
  recognitionSchema,
  type Heard,
  type PreparedChunk,
  type Transcribed,
} from '../../stage-results.ts';

export interface TranscribeDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  answers: Answers;
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: AudioTools;
  recognizer: SpeechRecognizer;
}

/** One chunk in, its checked words kept. */
export function createTranscribe(deps: TranscribeDeps) {
  const { pipeline, answers, storage, keys, audio, recognizer } = deps;

  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const [prepared] = await pipeline.resultsOf(claim, 'prepare');
    const chunk = preparedSchema.parse(prepared).chunks[claim.part];
    if (chunk === undefined) throw new AppError('internal', `There is no chunk ${claim.part}.`);
    const { answer } = await answers.once(claim, {
      about: [recognizer.provider, recognizer.model, chunk.audio?.sha256],
      schema: recognitionSchema,
      ask: () => recognize(chunk, signal),
    });
    const { provider, model, utterances } = answer;
    const { startMs, endMs } = chunk;
    const heard: Heard = {
      pieces: [{ startMs, endMs, utterances }],
      gaps: [],
      sources: [{ provider, model }],
    };
    const heardKey = keys.heard(claim.meetingId, claim.epoch, claim.part);
    await storage.putText(heardKey, JSON.stringify(heard), 'application/json');
    const result: Transcribed = { heardKey, thrownAway: 0, loops: 0 };
    return { result: { ...result } };
  };

  function recognize(chunk: PreparedChunk, signal: AbortSignal): Promise<Recognition> {
    return withScratch(async (directory) => {
      const flacPath = join(directory, 'chunk.flac');
      const wavPath = join(directory, 'chunk.wav');
      await storage.download(chunk.audio?.key ?? '', flacPath, signal);
      const { durationMs } = await audio.toWav(flacPath, wavPath, signal);
      const wishes = { diarize: true, languages: [], speakersExpected: null };
      return recognizer.recognize({ wavPath, durationMs, ...wishes, signal });
    });
  }
}
