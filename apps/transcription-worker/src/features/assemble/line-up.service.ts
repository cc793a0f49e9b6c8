import type { SpeechRecognizer } from '@memo/ai';
import type { AudioTools } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import {
  hearVoices,
  lengthOf,
  unite,
  type HeardVoice,
  type TranscribedPart,
  type UnmatchedSpeaker,
} from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { withScratch } from '../../attempt/scratch.ts';
import type { PreparedChunk } from '../../recognition/stage-results.ts';
import { createAskAboutClips, type LineUpHints } from './ask-about-clips.ts';
import { openChunks, soundsIn } from './chunk-sound.ts';
import { mayGoWithout } from './go-without.ts';

export interface LineUpDeps {
  answers: Answers;
  storage: Pick<ObjectStorage, 'download'>;
  audio: Pick<AudioTools, 'toWav' | 'join'>;
  recognizer: SpeechRecognizer;
  logger: Logger;
  /** Whether engines are asked to compare voices at all. */
  lineUps: boolean;
}

interface Told {
  unmatched: readonly UnmatchedSpeaker[];
}

/** Of the speech there is, this much is paid for a second time, to know who is who. */
const mostShare = 0.04;

/** What engines whose makers name no limit tell apart: the least that one of them is known for. */
const usualMostSpeakers = 8;

/**
 * Lets the engine that recognized the chunks compare the voices in them where the overlaps could not tell who is who:
 * for each such side short clips of every label of every chunk become one recording, the line-up, and who is heard in
 * it under one label is one person. An answer that cannot be used is asked for once more; then nobody is told.
 * @throws AppError as the recognizer does when it is out of order, and as the storage does.
 */
export function createLineUp({ lineUps, ...deps }: LineUpDeps) {
  const { recognizer, logger } = deps;

  return async (
    claim: StageClaim,
    chunks: readonly PreparedChunk[],
    parts: readonly TranscribedPart[],
    told: Told,
    hints: LineUpHints,
    signal: AbortSignal,
  ): Promise<HeardVoice[]> => {
    const isAsked = lineUps && recognizer.capabilities.diarization && hints.speakersExpected !== 1;
    if (!isAsked) return [];
    const heard: HeardVoice[] = [];
    for (const side of new Set(told.unmatched.map((speaker) => speaker.side))) {
      const own = chunks.filter((chunk) => chunk.side === side);
      const said = parts.filter((part) => part.side === side);
      try {
        heard.push(...(await hearSide(claim, own, said, hints, signal)));
      } catch (error) {
        const waits = !(error instanceof AppError) || isOutage(error);
        if (waits && !mayGoWithout(claim, error)) throw error;
        logger.warn('Voices could not be compared', { side, error });
      }
    }
    return heard;
  };

  function hearSide(
    claim: StageClaim,
    chunks: readonly PreparedChunk[],
    parts: readonly TranscribedPart[],
    hints: LineUpHints,
    signal: AbortSignal,
  ): Promise<HeardVoice[]> {
    return withScratch(async (directory) => {
      const opened = await openChunks(deps, chunks, directory, signal);
      const { sounds, chunkOf } = soundsIn(opened, parts);
      const limits = {
        mostMs: mostShare * lengthOf(unite(chunks.flatMap(({ speech }) => speech))),
        longestMs: recognizer.capabilities.maxChunkMs,
        mostPeople: recognizer.mostSpeakers ?? usualMostSpeakers,
      };
      const ask = createAskAboutClips(deps, { claim, chunkOf, hints, directory, signal });
      return hearVoices(sounds, limits, ask);
    });
  }
}

/** Worth another try of the whole stage, as anywhere; all else is no reason to fail a meeting that has its words. */
function isOutage({ kind, code }: AppError): boolean {
  if (kind === 'unavailable') return code !== 'bad_answer';
  return kind === 'rate_limited' || kind === 'timeout' || kind === 'misconfigured';
}
