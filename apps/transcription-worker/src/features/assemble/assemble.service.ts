import type { Recognition, RecognizerCapabilities } from '@memo/ai';
import { AppError } from '@memo/errors';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import { assembleTranscript } from '@memo/transcript';
import { z } from 'zod';
import type { Answers } from '../../answers.ts';
import {
  preparedSchema,
  recognitionSchema,
  transcribedSchema,
  type Transcribed,
} from '../../stage-results.ts';
import type { AssembleRepository } from './assemble.repository.ts';

export interface AssembleDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  answers: Answers;
  repository: AssembleRepository;
  capabilities: RecognizerCapabilities;
}

/** The chunks' answers in, one transcript with its speakers out. */
export function createAssemble({ pipeline, answers, repository, capabilities }: AssembleDeps) {
  return async (claim: StageClaim): Promise<StageOutput> => {
    const [prepared] = await pipeline.resultsOf(claim, 'prepare');
    const { chunks } = preparedSchema.parse(prepared);
    const transcribed = z
      .array(transcribedSchema)
      .length(chunks.length)
      .parse(await pipeline.resultsOf(claim, 'transcribe'));
    const heard = await Promise.all(transcribed.map(readAnswer));

    const parts = chunks.map(({ chunk, side, startMs, endMs }, part) => {
      return { chunk, side, startMs, endMs, utterances: heard[part]?.utterances ?? [] };
    });
    const { segments, speakers } = assembleTranscript(parts, {
      // An engine that tells no voices apart means the same one by its label in every chunk.
      sameLabels: capabilities.diarization ? [] : parts.map(({ side }) => side),
    });
    // Each chunk says what answered it; when models changed midway, all of them are named.
    const named = (values: string[]): string => [...new Set(values)].join(', ');
    const provider = named(heard.map((recognition) => recognition.provider));
    const model = named(heard.map((recognition) => recognition.model));
    return {
      write: (tx) => repository.saveTranscript(claim, tx, { segments, speakers, provider, model }),
    };
  };

  async function readAnswer({ answerKey }: Transcribed): Promise<Recognition> {
    const answer = await answers.read(answerKey, recognitionSchema);
    if (answer === null) throw new AppError('internal', `The answer ${answerKey} is missing.`);
    return answer;
  }
}
