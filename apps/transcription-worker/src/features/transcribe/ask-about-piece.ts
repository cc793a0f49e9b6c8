import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recognition, SpeechRecognizer } from '@memo/ai';
import { recognitionSchema } from '@memo/ai/answers';
import type { AudioTools, Span } from '@memo/audio';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { StageClaim, StageMaterial } from '@memo/pipeline';
import { checkRecognition, intersect, lengthOf, type CheckedRecognition } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { untilAnswered } from '../../answers/until-answered.ts';
import type { Recognized } from '../../recognition/stage-results.ts';
import type { Ask } from './retry-in-halves.ts';

export interface AskDeps {
  answers: Answers;
  audio: Pick<AudioTools, 'select'>;
  recognizer: SpeechRecognizer;
  logger: Logger;
}

export interface AskedChunk {
  claim: StageClaim;
  sha256: string;
  flacPath: string;
  durationMs: number;
  /** Where the chunk is as WAV once it is expanded: for pieces of it, and for recognizers that take no FLAC. */
  wavPath: string;
  expanded: () => Promise<unknown>;
  /** Of the whole chunk, in order: an answer is judged by them. */
  silences: () => Promise<readonly Span[]>;
  hints: Pick<StageMaterial['asked'], 'speakersExpected' | 'languages'>;
  /**
   * The generations that asked about the gaps of this chunk again, this one last; none where it is asked about for the
   * first time. What is asked in each is a question of its own, and a good answer to any of them is found.
   */
  rounds: readonly number[];
  /** For the files of pieces. */
  directory: string;
  signal: AbortSignal;
}

export interface Asking {
  ask: Ask;
  /** How it went so far. */
  tally(): { answers: number; loops: number; givenTwice: number; sources: Recognized['sources'] };
}

interface Judged {
  recognition: Recognition;
  checked: CheckedRecognition;
}

/** Asks the recognizer about pieces of a chunk, keeps every answer and judges it. */
export function createAsking(deps: AskDeps, chunk: AskedChunk): Asking {
  const { answers, audio, recognizer, logger } = deps;
  const { claim, sha256, flacPath, wavPath, durationMs, rounds, directory, signal } = chunk;
  const { speakersExpected, languages } = chunk.hints;
  const hints = { diarize: speakersExpected !== 1, languages, speakersExpected };
  const judged: Judged[] = [];

  async function recognize(piece: Span): Promise<Recognition> {
    const durationOfPieceMs = piece.endMs - piece.startMs;
    const request = { ...hints, durationMs: durationOfPieceMs, signal: untilAnswered(signal) };
    const isWhole = request.durationMs === durationMs;
    if (isWhole && recognizer.takesFlac === true) {
      return recognizer.recognize({ ...request, audioPath: flacPath });
    }
    await chunk.expanded();
    if (isWhole) return recognizer.recognize({ ...request, audioPath: wavPath });
    const path = join(directory, `piece-${piece.startMs}-${piece.endMs}.wav`);
    await audio.select(wavPath, [piece], path, signal);
    try {
      return await recognizer.recognize({ ...request, audioPath: path });
    } finally {
      await rm(path, { force: true });
    }
  }

  /** What was asked first has no round, so that what was answered before there were rounds is found. */
  function aboutOf({ startMs, endMs }: Span, attempt: 1 | 2, round: number | null): unknown[] {
    const { provider, model, capabilities } = recognizer;
    const about = [provider, model, capabilities, sha256, [startMs, endMs], hints, attempt];
    return round === null ? about : [...about, 'round', round];
  }

  /** A good answer of an earlier round; a bad one is asked about anew in this. */
  async function answeredWell(piece: Span, attempt: 1 | 2): Promise<Judged | null> {
    const earlier = rounds.length === 0 ? [] : [null, ...rounds.slice(0, -1)];
    for (const round of earlier) {
      const kept = await answers.kept(claim, {
        about: aboutOf(piece, attempt, round),
        audioMs: lengthOf([piece]),
        schema: recognitionSchema,
      });
      if (kept === null) continue;
      const checked = await check(piece, kept.answer);
      const isGood = checked.fault === null && checked.holes.length === 0;
      if (isGood) return { recognition: kept.answer, checked };
    }
    return null;
  }

  /**
   * The kept answer or a new one. One that a setting is to blame for is passed over: found again, it would fail every
   * later try as it failed the first, whatever was set right since.
   */
  async function answerAbout(piece: Span, attempt: 1 | 2): Promise<Recognition> {
    const about = aboutOf(piece, attempt, rounds.at(-1) ?? null);
    for (let passedOver = 0; ; passedOver += 1) {
      const asked: { now: boolean } = { now: false };
      const question = {
        about: passedOver === 0 ? about : [...about, passedOver],
        audioMs: lengthOf([piece]),
        schema: recognitionSchema,
        of: 'speech' as const,
        ask: () => {
          asked.now = true;
          return recognize(piece);
        },
      };
      const { answer } = await answers.once(claim, question, signal);
      if (answer.problem?.setting === undefined) return answer;
      if (asked.now) {
        throw new AppError('misconfigured', answer.problem.setting, { code: 'unsupported_format' });
      }
    }
  }

  async function check(piece: Span, answer: Recognition): Promise<CheckedRecognition> {
    const silences = within(piece, await chunk.silences());
    return judge(answer, { durationMs: lengthOf([piece]), silences });
  }

  async function askNow(piece: Span, attempt: 1 | 2): Promise<Judged> {
    const recognition = await answerAbout(piece, attempt);
    return { recognition, checked: await check(piece, recognition) };
  }

  return {
    ask: async (piece, attempt) => {
      const one = (await answeredWell(piece, attempt)) ?? (await askNow(piece, attempt));
      judged.push(one);
      const { fault, holes } = one.checked;
      if (fault !== null || holes.length > 0) {
        logger.warn('An answer about a recording is not good', { piece, attempt, fault, holes });
      }
      return onChunk(one.checked, piece.startMs);
    },
    tally: () => ({
      answers: judged.length,
      loops: judged.filter(({ checked }) => checked.fault?.reason === 'repetition_loop').length,
      givenTwice: judged.reduce((sum, { recognition }) => sum + (recognition.givenTwice ?? 0), 0),
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
