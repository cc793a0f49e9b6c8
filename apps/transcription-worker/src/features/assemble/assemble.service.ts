import type { SpeechRecognizer } from '@memo/ai';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import { assembleTranscript, coverageOf } from '@memo/transcript';
import { z } from 'zod';
import { partsOf, readRecognizedChunks } from '../../recognition/recognized-chunks.ts';
import { withoutEcho } from '../../recognition/without-echo.ts';
import {
  preparedSchema,
  transcribedSchema,
  type RecognizedChunk,
} from '../../recognition/stage-results.ts';
import type { AssembleRepository } from './assemble.repository.ts';
import { createMatchSpeakers, type MatchSpeakersDeps } from './match-speakers.ts';

export interface AssembleDeps extends MatchSpeakersDeps {
  pipeline: Pick<Pipeline, 'resultsOf'>;
  storage: Pick<ObjectStorage, 'getText'>;
  repository: AssembleRepository;
  recognizer: Pick<SpeechRecognizer, 'provider' | 'model' | 'capabilities'>;
}

/** The chunks' words in, one transcript with its speakers out, and what of the recordings it covers. */
export function createAssemble(deps: AssembleDeps) {
  const { pipeline, storage, repository, recognizer } = deps;
  const matchSpeakers = createMatchSpeakers(deps);

  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const [[prepared], speakersExpected] = await Promise.all([
      pipeline.resultsOf(claim, 'prepare'),
      repository.speakersExpected(claim),
    ]);
    const heard = preparedSchema.parse(prepared);
    const { chunks } = heard;
    const transcribed = z
      .array(transcribedSchema)
      .length(chunks.length)
      .parse(await pipeline.resultsOf(claim, 'transcribe'));
    const { chunks: recognized, wordsRemoved } = await withoutEcho(
      storage,
      heard,
      await readRecognizedChunks(storage, chunks, transcribed),
    );

    const { capabilities } = recognizer;
    const { parts, sameLabels } = partsOf(recognized, { capabilities, speakersExpected });
    const told = assembleTranscript(parts, { sameLabels });
    const decisions = await matchSpeakers(claim, told, speakersExpected, signal);
    const { segments, speakers, seams } =
      decisions.length === 0 ? told : assembleTranscript(parts, { sameLabels, decisions });

    const covered = coverageOf({
      ...heard,
      echoWordsRemoved: wordsRemoved,
      chunks: recognized.map((chunk) => ({ ...chunk, ...chunk.recognized })),
      seams: seams.length,
      speakersMatched: told.speakers.length - speakers.length,
      hasWords: segments.length > 0,
    });
    const transcript = { segments, speakers, ...namesOf(recognized), ...covered };
    return { write: (tx) => repository.saveTranscript(claim, tx, transcript) };
  };

  /** Each chunk says what answered it; when models changed midway, all of them are named. */
  function namesOf(recognized: RecognizedChunk[]): { provider: string; model: string } {
    const answered = recognized.flatMap((chunk) => chunk.recognized.sources);
    // Where no recognizer was asked there was nothing to recognize; the one in use is named.
    const sources = answered.length > 0 ? answered : [recognizer];
    const named = (values: string[]): string => [...new Set(values)].join(', ');
    return {
      provider: named(sources.map((source) => source.provider)),
      model: named(sources.map((source) => source.model)),
    };
  }
}
