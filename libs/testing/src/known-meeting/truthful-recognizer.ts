import { createHash } from 'node:crypto';
import { faultError } from '../gemini/faults.ts';
import type { TranscribeHandler } from '../gemini/types.ts';
import { StoppedAnswer } from '../gemini/wire.ts';
import type { LabelNoise } from './label-noise.ts';
import { spoil, type RecognizerFault } from './recognizer-faults.ts';
import { recognizeWords, type RecognizedWord } from './recognize-words.ts';
import { startOf } from './locate.ts';
import { samplesPerMs } from './marker.ts';
import { createRandom } from './random.ts';
import { readSamples } from './read-samples.ts';
import { toTurns, type CutWords } from './turns.ts';
import type { KnownMeeting, KnownWord } from './types.ts';

/** One model call that reached the recognizer. Those the emulator itself refused did not. */
export interface RecognizerCall {
  sha256: string;
  audioMs: number;
  /** Which of the meetings, and where in it the audio begins; null when no whole word is in it. */
  meeting: KnownMeeting | null;
  startMs: number | null;
  /** Whole words that really are in the audio. */
  words: number;
  /** 1 when this audio is asked for the first time. */
  timesAsked: number;
  fault: RecognizerFault | null;
  /** False while it is not, and for good when the fault is the provider's. What is answered is billed. */
  answered: boolean;
}

export interface TruthfulRecognizerOptions {
  /** What it can recognize; recordings of other meetings are silence to it. */
  meetings: readonly KnownMeeting[];
  /** 'drop' when not given. */
  cutWords?: CutWords;
  /** What goes wrong with a call, unless failNext has said so already. */
  faultFor?: (call: Readonly<RecognizerCall>) => RecognizerFault | undefined;
  /** How its speaker labels go wrong, another way in each audio; not at all when not given. */
  noise?: LabelNoise;
  /** To read anything but 16 kHz mono WAV; 'ffmpeg' when not given. */
  ffmpeg?: string;
  /** What recognizers of the same meetings heard so far: what they share of it they need not read again. */
  heard?: HeardAudio;
}

/** By the SHA-256 of the audio. */
export type HeardAudio = Map<string, Promise<Heard>>;

interface Heard {
  audioMs: number;
  /** Which of the meetings; null when no whole word is in it. */
  meeting: KnownMeeting | null;
  recognized: RecognizedWord[];
}

export interface TruthfulRecognizer {
  /** For the emulator's onTranscribe. */
  transcribe: TranscribeHandler;
  /** Spoils the next call; they queue up. */
  failNext(fault: RecognizerFault): void;
  /** In order of arrival. */
  readonly calls: readonly Readonly<RecognizerCall>[];
  /** Words that it put under somebody else's label, in one call at least. */
  readonly mistaken: ReadonlySet<KnownWord>;
  asked(): AskedAudio;
}

export interface AskedAudio {
  calls: number;
  /** Seconds of audio in all calls, and in those that were answered. */
  seconds: number;
  answeredSeconds: number;
  /** Answered calls about audio that was answered before. */
  answeredAgain: number;
}

/**
 * A recognizer that answers the truth: the true words that are in the audio, at the times they have in it, each under
 * its speaker, if the options do not say otherwise.
 */
export function createTruthfulRecognizer(options: TruthfulRecognizerOptions): TruthfulRecognizer {
  const { meetings, cutWords = 'drop', faultFor = () => undefined, ffmpeg, noise } = options;
  const heard: HeardAudio = options.heard ?? new Map<string, Promise<Heard>>();
  const calls: RecognizerCall[] = [];
  const nextFaults: RecognizerFault[] = [];
  const mistaken = new Set<KnownWord>();

  async function listen(audio: Buffer): Promise<Heard> {
    const samples = await readSamples(audio, ffmpeg);
    const audioMs = Math.floor(samples.length / samplesPerMs);
    for (const meeting of meetings) {
      const recognized = recognizeWords(meeting, samples);
      if (recognized.length > 0) return { audioMs, meeting, recognized };
    }
    return { audioMs, meeting: null, recognized: [] };
  }

  function hear(sha256: string, audio: Buffer): Promise<Heard> {
    const now = heard.get(sha256) ?? listen(audio);
    heard.set(sha256, now);
    return now;
  }

  return {
    calls,
    mistaken,
    failNext: (fault) => void nextFaults.push(fault),
    async transcribe({ audio }) {
      const digest = createHash('sha256').update(audio).digest();
      const sha256 = digest.toString('hex');
      const { audioMs, meeting, recognized } = await hear(sha256, audio);
      const call: RecognizerCall = {
        sha256,
        audioMs,
        meeting,
        startMs: startOf(recognized),
        words: recognized.filter(({ isCut }) => !isCut).length,
        timesAsked: calls.filter((other) => other.sha256 === sha256).length + 1,
        fault: null,
        answered: false,
      };
      calls.push(call);
      const fault = nextFaults.shift() ?? faultFor(call) ?? null;
      call.fault = fault;
      if (fault?.kind === 'provider') return await refuse(fault.fault);
      call.answered = true;
      const random = createRandom(meeting?.seed ?? 0, digest.readUInt32LE());
      const turns = toTurns(recognized, audioMs, cutWords, random, noise, (word) =>
        mistaken.add(word),
      );
      const said = fault === null ? turns : spoil(turns, fault, audioMs, random);
      if (fault?.kind === 'stopped') throw new StoppedAnswer(said, fault.finishReason);
      return said;
    },
    asked() {
      const answered = calls.filter((call) => call.answered);
      return {
        calls: calls.length,
        seconds: secondsOf(calls),
        answeredSeconds: secondsOf(answered),
        answeredAgain: answered.length - new Set(answered.map(({ sha256 }) => sha256)).size,
      };
    },
  };
}

const secondsOf = (calls: RecognizerCall[]): number =>
  calls.reduce((sum, { audioMs }) => sum + audioMs, 0) / 1000;

function refuse(fault: (RecognizerFault & { kind: 'provider' })['fault']): Promise<never> {
  const error = faultError(fault, 'the key');
  return error === null ? new Promise(() => undefined) : Promise.reject(error);
}
