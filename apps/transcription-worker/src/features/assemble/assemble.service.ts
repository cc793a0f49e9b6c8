import type { SpeechEngines, SpeechRecognizer } from '@memo/ai';
import type { Reprocess } from '@memo/entities';
import { AppError } from '@memo/errors';
import { requireMaterial, type StageClaim, type StageOutput } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import { assembleTranscript, coverageOf } from '@memo/transcript';
import { z } from 'zod';
import { partsOf, readRecognizedChunks } from '../../recognition/recognized-chunks.ts';
import { withoutEcho } from '../../recognition/without-echo.ts';
import {
  preparedSchema,
  transcribedSchema,
  type Prepared,
  type RecognizedChunk,
} from '../../recognition/stage-results.ts';
import type { AssembleRepository } from './assemble.repository.ts';
import { createLineUp, type LineUpDeps } from './line-up.service.ts';
import { createMatchSpeakers, type MatchSpeakersDeps } from './match-speakers.ts';

export interface AssembleDeps extends MatchSpeakersDeps, Omit<LineUpDeps, 'recognizer'> {
  engines: Pick<SpeechEngines, 'of'>;
  storage: Pick<ObjectStorage, 'getText' | 'download'>;
  repository: AssembleRepository;
}

/** The chunks' words in, one transcript with its speakers out, and what of the recordings it covers. */
export function createAssemble(deps: AssembleDeps) {
  const { storage, repository, engines } = deps;
  const matchSpeakers = createMatchSpeakers(deps);

  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const { prepared, asked, isShown, ...left } = requireMaterial(claim);
    const { speakersExpected, languages } = asked;
    const hints = { speakersExpected, languages };
    const recognizer = engines.of(asked);
    const hearLineUp = createLineUp({ ...deps, recognizer });
    const sound = preparedSchema.parse(prepared);
    const { chunks } = sound;
    const transcribed = z.array(transcribedSchema).length(chunks.length).parse(left.transcribed);
    const { chunks: recognized, wordsRemoved } = await withoutEcho(
      storage,
      sound,
      await readRecognizedChunks(storage, chunks, transcribed),
    );

    const toBeat = isShown ? null : await repository.toBeat(claim);
    if (toBeat !== null) refuseNoGain(toBeat, sound, recognized);

    const { capabilities } = recognizer;
    const { parts, sameLabels } = partsOf(recognized, { capabilities, speakersExpected });
    const overlapped = assembleTranscript(parts, { sameLabels });
    const heard = await hearLineUp(claim, chunks, parts, overlapped, hints, signal);
    const told = heard.length === 0 ? overlapped : assembleTranscript(parts, { sameLabels, heard });
    const decisions = await matchSpeakers(claim, told, speakersExpected, signal);
    const { segments, speakers, seams, voices } =
      decisions.length === 0 ? told : assembleTranscript(parts, { sameLabels, heard, decisions });

    const covered = coverageOf({
      ...sound,
      echoWordsRemoved: wordsRemoved,
      chunks: recognized.map((chunk) => ({ ...chunk, ...chunk.recognized })),
      seams: seams.length,
      voices,
      hasWords: segments.length > 0,
    });
    const transcript = { segments, speakers, ...namesOf(recognized, recognizer), ...covered };
    return { write: (tx) => repository.saveTranscript(claim, tx, transcript) };
  };

  /**
   * @throws AppError `conflict` where gaps were asked about again and no more of the speech is covered than before, or
   * all was, and there is not a word.
   */
  function refuseNoGain(
    toBeat: { from: Reprocess['from']; transcribedMs: number },
    sound: Prepared,
    recognized: RecognizedChunk[],
  ): void {
    const chunks = recognized.map((chunk) => ({ ...chunk, ...chunk.recognized }));
    const { coverage } = coverageOf({ ...sound, chunks, seams: 0, voices: [], hasWords: true });
    if (coverage.transcribed_ms > toBeat.transcribedMs) return;
    if (toBeat.from === 'transcribe') {
      const isWordless = chunks.every(({ pieces }) => pieces.every(holdsNothing));
      if (!isWordless || toBeat.transcribedMs === 0) return;
      throw new AppError(
        'conflict',
        'This meeting was transcribed again, and nothing was understood; it is as it was. Try another engine or other languages.',
        { code: 'nothing_understood' },
      );
    }
    throw new AppError(
      'conflict',
      'The gaps of this transcript were asked about again, and nothing more was understood; it is as it was. Listen to these places, or try again later.',
      { code: 'gaps_remain' },
    );
  }

  /** Each chunk says what answered it; when models changed midway, all of them are named. */
  function namesOf(
    recognized: RecognizedChunk[],
    recognizer: SpeechRecognizer,
  ): { provider: string; model: string } {
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

const holdsNothing = ({ utterances }: { utterances: readonly unknown[] }): boolean =>
  utterances.length === 0;
