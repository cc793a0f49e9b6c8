import type { Recognition } from '@memo/ai';
import { AppError } from '@memo/errors';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import { assembleTranscript } from '@memo/transcript';
import { z } from 'zod';
import {
  answerSchema,
  preparedSchema,
  transcribedSchema,
  type Transcribed,
} from '../../stage-results.ts';
import type { AssembleRepository } from './assemble.repository.ts';

export interface AssembleDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  storage: ObjectStorage;
  repository: AssembleRepository;
}

/** The chunks' answers in, one transcript with its speakers out. */
export function createAssemble({ pipeline, storage, repository }: AssembleDeps) {
  return async (claim: StageClaim): Promise<StageOutput> => {
    const [prepared] = await pipeline.resultsOf(claim, 'prepare');
    const { chunks } = preparedSchema.parse(prepared);
    const transcribed = z
      .array(transcribedSchema)
      .length(chunks.length)
      .parse(await pipeline.resultsOf(claim, 'transcribe'));
    const answers = await Promise.all(transcribed.map(readAnswer));

    const { segments, speakers } = assembleTranscript(
      chunks.map(({ chunk, side, start_ms: startMs, end_ms: endMs }, part) => {
        return { chunk, side, startMs, endMs, utterances: answers[part]?.utterances ?? [] };
      }),
    );
    // Each chunk says what answered it; when models changed midway, all of them are named.
    const named = (values: string[]): string => [...new Set(values)].join(', ');
    const provider = named(answers.map((answer) => answer.provider));
    const model = named(answers.map((answer) => answer.model));
    return {
      write: (tx) => repository.saveTranscript(claim, tx, { segments, speakers, provider, model }),
    };
  };

  async function readAnswer({ answer_key }: Transcribed): Promise<Recognition> {
    const text = await storage.getText(answer_key);
    if (text === null) throw new AppError('internal', `The answer ${answer_key} is missing.`);
    return answerSchema.parse(JSON.parse(text));
  }
}
