import type { RecognizerCapabilities } from '@memo/ai';
import { AppError } from '@memo/errors';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import { assembleTranscript } from '@memo/transcript';
import { z } from 'zod';
import {
  heardSchema,
  preparedSchema,
  transcribedSchema,
  type Heard,
  type Transcribed,
} from '../../stage-results.ts';
import type { AssembleRepository } from './assemble.repository.ts';

export interface AssembleDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  storage: Pick<ObjectStorage, 'getText'>;
  repository: AssembleRepository;
  capabilities: RecognizerCapabilities;
}

/** The chunks' words in, one transcript with its speakers out. */
export function createAssemble({ pipeline, storage, repository, capabilities }: AssembleDeps) {
  return async (claim: StageClaim): Promise<StageOutput> => {
    const [prepared] = await pipeline.resultsOf(claim, 'prepare');
    const { chunks } = preparedSchema.parse(prepared);
    const transcribed = z
      .array(transcribedSchema)
      .length(chunks.length)
      .parse(await pipeline.resultsOf(claim, 'transcribe'));
    const heard = await Promise.all(transcribed.map(readHeard));

    const parts = chunks.flatMap(({ side }, part) =>
      (heard[part]?.pieces ?? []).map((piece, chunk) => ({
        ...piece,
        side,
        chunk: part * 100 + chunk,
      })),
    );
    const { segments, speakers } = assembleTranscript(parts, {
      // An engine that tells no voices apart means the same one by its label in every chunk.
      sameLabels: capabilities.diarization ? [] : parts.map(({ side }) => side),
    });
    const sources = heard.flatMap((chunk) => chunk.sources);
    // Each chunk says what answered it; when models changed midway, all of them are named.
    const named = (values: string[]): string => [...new Set(values)].join(', ');
    const provider = named(sources.map((source) => source.provider));
    const model = named(sources.map((source) => source.model));
    return {
      write: (tx) => repository.saveTranscript(claim, tx, { segments, speakers, provider, model }),
    };
  };

  async function readHeard({ heardKey }: Transcribed): Promise<Heard> {
    const text = await storage.getText(heardKey);
    if (text === null) throw new AppError('internal', `The words at ${heardKey} are missing.`);
    return heardSchema.parse(JSON.parse(text));
  }
}
