import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recognition, SpeechRecognizer } from '@memo/ai';
import { recognitionSchema } from '@memo/ai/answers';
import type { AudioTools, Span } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import { checkRecognition, intersect, type CheckedRecognition } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import type { Recognized } from '../../recognition/stage-results.ts';
import type { Ask } from './retry-in-halves.ts';
import type { SpeechHints } from './transcribe.repository.ts';

export interface AskDeps {
  answers: Answers;
  audio: Pick<AudioTools, 'select'>;
  recognizer: SpeechRecognizer;
  logger: Logger;
}

export interface ExpandedChunk {
  wavPath: string;
  silences: readonly Span[];
}

export interface AskedChunk {
  claim: StageClaim;
  sha256: string;
  flacPath: string;
  durationMs: number;
  /** Under way while the recognizer is asked: its silences are needed to judge an answer, the WAV seldom at all. */
  expanded: () => Promise<ExpandedChunk>;
  hints: SpeechHints;
  /** For the files of pieces. */
  directory: string;
  signal: AbortSignal;
}

export interface Asking {
  ask: Ask;
  /** How it went so far. */
  tally(): { answers: number; loops: number; sources: Recognized['sources'] };
}

/** Asks the recognizer about pieces of a chunk, keeps every answer and judges it. */
export function createAsking(deps: AskDeps, chunk: AskedChunk): Asking {
  const { answers, audio, recognizer, logger } = deps;
  const { claim, sha256, flacPath, durationMs, expanded, directory, signal } = chunk;
  const { speakersExpected, languages } = chunk.hints;
  const hints = { diarize: speakersExpected !== 1, languages, speakersExpected };
  const judged: { recognition: Recognition; checked: CheckedRecognition }[] = [];

  async function recognize(piece: Span): Promise<Recognition> {
    const request = { ...hints, durationMs: piece.endMs - piece.startMs, signal };
    const isWhole = request.durationMs === durationMs;
    if (isWhole && recognizer.takesFlac === true) {
      return recognizer.recognize({ ...request, audioPath: flacPath });
    }
    const { wavPath } = await expanded();
    if (isWhole) return recognizer.recognize({ ...request, audioPath: wavPath });
    const path = join(directory, `piece-${piece.startMs}-${piece.endMs}.wav`);
    await audio.select(wavPath, [piece], path, signal);
    try {
      return await recognizer.recognize({ ...request, audioPath: path });
    } finally {
      await rm(path, { force: true });
    }
  }

  /**
   * The kept answer or a new one. One that a setting is to blame for is passed over: found again, it would fail every
   * later try as it failed the first, whatever was set right since.
   */
  async function answerAbout(piece: Span, attempt: 1 | 2): Promise<Recognition> {
    const { provider, model, capabilities } = recognizer;
    const { startMs, endMs } = piece;
    const about = [provider, model, capabilities, sha256, [startMs, endMs], hints, attempt];
    for (let passedOver = 0; ; passedOver += 1) {
      const asked: { now: boolean } = { now: false };
      const { answer } = await answers.once(claim, {
        about: passedOver === 0 ? about : [...about, passedOver],
        audioMs: endMs - startMs,
        schema: recognitionSchema,
        ask: () => {
          asked.now = true;
          return recognize(piece);
        },
      });
      if (answer.problem?.setting === undefined) return answer;
      if (asked.now) {
        throw new AppError('misconfigured', answer.problem.setting, { code: 'unsupported_format' });
      }
    }
  }

  return {
    ask: async (piece, attempt) => {
      const { startMs, endMs } = piece;
      const answer = await answerAbout(piece, attempt);
      const { silences } = await expanded();
      const sent = { durationMs: endMs - startMs, silences: within(piece, silences) };
      const checked = judge(answer, sent);
      judged.push({ recognition: answer, checked });
      const { fault, holes } = checked;
      if (fault !== null || holes.length > 0) {
        logger.warn('An answer about a recording is not good', { piece, attempt, fault, holes });
      }
      return onChunk(checked, startMs);
    },
    tally: () => ({
      answers: judged.length,
      loops: judged.filter(({ checked }) => checked.fault?.reason === 'repetition_loop').length,
      sources: [
        ...new Map(
          judged.map(({ recognition: { provider, model } }) => [
            JSON.stringify([provider, model]),
            { provider, model },
          ]),
        ).values(),
      ],
    }),
  };
}

/** The silences of a piece, on its own clock. */
function within(piece: Span, silences: readonly Span[]): Span[] {
  return intersect(silences, [piece]).map(({ startMs, endMs }) => {
    return { startMs: startMs - piece.startMs, endMs: endMs - piece.startMs };
  });
}

function judge(
  { problem, utterances, unread }: Recognition,
  audio: { durationMs: number; silences: Span[] },
): CheckedRecognition {
  if (problem !== null) return { utterances: [], fault: problem, holes: [] };
  return checkRecognition(utterances, { ...audio, ...(unread && { unread }) });
}

/** From the piece's clock to the chunk's. */
function onChunk({ utterances, fault, holes }: CheckedRecognition, byMs: number) {
  const shift = <T extends Span>(span: T): T => {
    return { ...span, startMs: span.startMs + byMs, endMs: span.endMs + byMs };
  };
  return {
    utterances: utterances.map((one) => ({ ...shift(one), words: one.words.map(shift) })),
    fault,
    holes: holes.map(shift),
  };
}
