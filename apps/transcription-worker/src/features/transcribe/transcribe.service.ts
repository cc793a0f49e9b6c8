import { join } from 'node:path';
import type { SpeechEngines, SpeechRecognizer } from '@memo/ai';
import type { AudioTools, Span } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import {
  requireMaterial,
  type StageClaim,
  type StageMaterial,
  type StageOutput,
} from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { createSentAudio, lengthOf, subtract } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { withScratch } from '../../attempt/scratch.ts';
import {
  preparedSchema,
  recognizedSchema,
  transcribedSchema,
  type Recognized,
  type PreparedChunk,
} from '../../recognition/stage-results.ts';
import { createAsking } from './ask-about-piece.ts';
import { fillGaps, spansToAskAgain } from './fill-gaps.ts';
import { createRetryInHalves, type RecognizedSpan } from './retry-in-halves.ts';
import { placeRecognized } from './place-recognized.ts';
import type { ChunkBeside, TranscribeRepository } from './transcribe.repository.ts';

export interface TranscribeDeps {
  repository: TranscribeRepository;
  answers: Answers;
  storage: Pick<ObjectStorage, 'download' | 'getText' | 'putText'>;
  keys: Pick<MeetingKeys, 'recognized'>;
  audio: Pick<AudioTools, 'toWav' | 'select'>;
  engines: Pick<SpeechEngines, 'of'>;
  logger: Logger;
  /** Told once a chunk's words are committed. Nothing waits for what it makes of them, and it never fails. */
  onTranscribed?: (claim: StageClaim) => void;
}

interface TranscribedChunk {
  recognized: Recognized;
  rejectedAnswers: number;
  loops: number;
  givenTwice: number;
}

type ChunkWithSound = PreparedChunk & { audio: NonNullable<PreparedChunk['audio']> };

interface Asked {
  chunk: ChunkWithSound;
  hints: StageMaterial['asked'];
  recognizer: SpeechRecognizer;
  signal: AbortSignal;
}

const nothing: TranscribedChunk = {
  recognized: { pieces: [], gaps: [], sources: [] },
  rejectedAnswers: 0,
  loops: 0,
  givenTwice: 0,
};

/**
 * One chunk in, its checked words and its gaps kept. Every answer is kept as it arrives and found again, so that a
 * crash or a re-run pays for nothing twice. A generation that fills gaps asks about them alone, and keeps all else that
 * the one that is shown has of the chunk.
 */
export function createTranscribe(deps: TranscribeDeps) {
  const { repository, storage, keys, audio, engines } = deps;

  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const { prepared, asked: hints, isShown } = requireMaterial(claim);
    const { chunks } = preparedSchema.parse(prepared);
    const chunk = chunks[claim.part];
    if (chunk === undefined) throw new AppError('internal', `There is no chunk ${claim.part}.`);
    const { recognized, ...counts } =
      chunk.audio === null ? nothing : await recognize({ ...chunk, audio: chunk.audio });
    const recognizedKey = keys.recognized(claim.meetingId, claim.epoch, claim.part);
    await storage.putText(recognizedKey, JSON.stringify(recognized), 'application/json');
    return {
      result: transcribedSchema.encode({ recognizedKey, ...counts }),
      afterwards: () => {
        // Of a single chunk the transcript itself is as near.
        if (chunks.length > 1) deps.onTranscribed?.(claim);
      },
    };

    async function recognize(sound: ChunkWithSound): Promise<TranscribedChunk> {
      const beside = isShown ? null : await repository.beside(claim);
      const asking = { chunk: sound, recognizer: engines.of(hints), hints, signal };
      if (beside?.fillsGaps === true) return fill(claim, asking, beside);
      const whole = [{ startMs: 0, endMs: lengthOf(sound.speech) }];
      return askAbout(claim, asking, { spans: whole, rounds: beside?.rounds ?? [] });
    }
  };

  async function fill(
    claim: StageClaim,
    asking: Asked,
    { result, rounds }: ChunkBeside,
  ): Promise<TranscribedChunk> {
    const { recognizedKey, ...counts } = transcribedSchema.parse(result);
    const text = await storage.getText(recognizedKey);
    if (text === null) throw new AppError('internal', `The words at ${recognizedKey} are missing.`);
    const before = recognizedSchema.parse(JSON.parse(text));
    const spans = spansToAskAgain(asking.chunk, before.gaps);
    if (spans.length === 0) return { recognized: before, ...counts };
    const { speakersExpected } = asking.hints;
    const since = await askAbout(claim, asking, { spans, rounds });
    const sameLabels = speakersExpected === 1 || !asking.recognizer.capabilities.diarization;
    const filled = fillGaps(before, since.recognized, { sameLabels });
    return {
      recognized: { ...filled, sources: bySource([before.sources, since.recognized.sources]) },
      rejectedAnswers: counts.rejectedAnswers + since.rejectedAnswers,
      loops: counts.loops + since.loops,
      givenTwice: counts.givenTwice + since.givenTwice,
    };
  }

  function askAbout(
    claim: StageClaim,
    { chunk, recognizer, hints, signal }: Asked,
    { spans, rounds }: { spans: readonly Span[]; rounds: readonly number[] },
  ): Promise<TranscribedChunk> {
    return withScratch(async (directory) => {
      const flacPath = join(directory, 'chunk.flac');
      const wavPath = join(directory, 'chunk.wav');
      await storage.download(chunk.audio.key, flacPath, signal);
      const sent = createSentAudio(chunk.speech);
      const quiet = (chunk.quietSpeech ?? []).map(({ startMs, endMs }) => {
        return { startMs: sent.toSent(startMs), endMs: sent.toSent(endMs) };
      });
      let expanding: ReturnType<AudioTools['toWav']> | undefined;
      const expanded = () => (expanding ??= audio.toWav(flacPath, wavPath, signal));
      const silences = async () => subtract(chunk.silences ?? (await expanded()).silences, quiet);
      const { durationMs } = sent;
      const { sha256 } = chunk.audio;
      const sound = { sha256, flacPath, durationMs, expanded, wavPath, silences, directory };
      const asking = createAsking(
        { ...deps, recognizer },
        { claim, ...sound, hints, rounds, signal },
      );
      const retryInHalves = createRetryInHalves(asking.ask, silences);
      try {
        const pieces: RecognizedSpan[] = [];
        for (const span of spans) pieces.push(...(await retryInHalves(span)));
        const { answers, loops, givenTwice, sources } = asking.tally();
        const used = pieces.filter(({ missing }) => missing === null).length;
        const recognized = { ...placeRecognized(chunk, pieces), sources };
        return { recognized, rejectedAnswers: answers - used, loops, givenTwice };
      } finally {
        // Nothing writes into a directory that is being removed.
        await Promise.allSettled([expanding]);
      }
    });
  }
}

/** Each of these once. */
function bySource(sources: Recognized['sources'][]): Recognized['sources'] {
  const named = sources
    .flat()
    .map((source) => [JSON.stringify([source.provider, source.model]), source] as const);
  return [...new Map(named).values()];
}
