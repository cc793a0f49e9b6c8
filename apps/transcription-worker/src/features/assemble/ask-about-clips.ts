import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SpeechRecognizer } from '@memo/ai';
import { recognitionSchema } from '@memo/ai/answers';
import type { AudioTools } from '@memo/audio';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import {
  checkRecognition,
  pauseMs,
  type AskAboutClips,
  type ClipInLineUp,
  type Utterance,
  type Voice,
} from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { untilAnswered } from '../../answers/until-answered.ts';
import type { OpenedChunk } from './chunk-sound.ts';

/** What the uploader said about who speaks, and in what. */
export interface LineUpHints {
  speakersExpected: number | null;
  languages: string[];
}

interface AskDeps {
  answers: Answers;
  audio: Pick<AudioTools, 'join'>;
  recognizer: SpeechRecognizer;
  logger: Logger;
}

interface Asked {
  claim: StageClaim;
  chunkOf: (voice: Voice) => OpenedChunk | undefined;
  hints: LineUpHints;
  /** For the recordings. */
  directory: string;
  signal: AbortSignal;
}

/** Makes a recording of clips and asks the engine about it; a bad answer is asked for once more. */
export function createAskAboutClips(deps: AskDeps, asked: Asked): AskAboutClips {
  const { answers, audio, recognizer, logger } = deps;
  const { claim, chunkOf, hints, directory, signal } = asked;
  const { provider, model } = recognizer;
  const audioPath = join(directory, 'line-up.wav');

  return async (clips) => {
    await audio.join(clips.flatMap(inChunk), pauseMs, audioPath, signal);
    try {
      const sha256 = await hashOf(audioPath);
      for (const attempt of [1, 2]) {
        const said = await ask(clips, sha256, attempt);
        if (said !== null) return said;
      }
      return null;
    } finally {
      await rm(audioPath, { force: true });
    }
  };

  async function ask(
    clips: readonly ClipInLineUp[],
    sha256: string,
    attempt: number,
  ): Promise<Utterance[] | null> {
    const durationMs = (clips.at(-1)?.at.endMs ?? 0) + pauseMs;
    const request = { ...hints, audioPath, durationMs, diarize: true };
    const question = {
      about: ['line-up', provider, model, sha256, hints, attempt],
      audioMs: durationMs,
      schema: recognitionSchema,
      of: 'speech' as const,
      ask: () => recognizer.recognize({ ...request, signal: untilAnswered(signal) }),
    };
    const { answer } = await answers.once(claim, question, signal);
    const silences = clips.map(({ at }) => ({ startMs: at.endMs, endMs: at.endMs + pauseMs }));
    const { utterances, fault } =
      answer.problem === null
        ? checkRecognition(answer.utterances, { durationMs, silences })
        : { utterances: [], fault: answer.problem };
    // Without the words invented in the pauses an answer is as good as any.
    if (fault === null || fault.reason === 'words_in_silence') return utterances;
    logger.warn('An answer about voices is not good', { attempt, fault });
    return null;
  }

  /** A clip on the clock of its chunk's audio. */
  function inChunk({ clip }: ClipInLineUp) {
    const chunk = chunkOf(clip.voice);
    if (chunk === undefined) return [];
    const { wavPath, sent } = chunk;
    const startMs = sent.toSent(clip.startMs);
    return [{ wavPath, startMs, endMs: startMs + clip.endMs - clip.startMs }];
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
