import type { Fault, SpeechEmulator } from '@memo/testing/deepgram';
import type { SpeechServiceOptions } from '../src/calls/speech-service.ts';
import type { SpeechRecognizer } from '../src/recognizer.ts';
import { askAboutChunk, describeProviderFailures, type FailureOf } from './provider-failures.ts';
import type { Engine, RawTurn } from './engine.ts';
import { describeRecognizer } from './recognizer-contract.ts';

export interface SpeechService {
  name: string;
  start: () => Promise<SpeechEmulator>;
  create: (options: SpeechServiceOptions) => SpeechRecognizer;
  model: string;
  settings: { key: string; model: string };
  /** An answer of its protocol with these turns, as they are. */
  bodyOf: (turns: (RawTurn | number | null)[]) => object;
  textAlone: (text: string) => object;
  languagesAsked: NonNullable<Engine<SpeechEmulator>['languagesAsked']>;
  german: unknown;
  quotedKeyWords: string;
}

/** What every service that does speech alone is held to: the contract of recognizers, and that of failures. */
export function describeSpeechService(
  service: SpeechService,
  describeMore?: (failureOf: FailureOf<Fault>) => void,
): void {
  const { name, start, create, model, settings } = service;
  const recognizer = ({ apiKey, baseUrl }: SpeechEmulator, options = {}) =>
    create({ apiKey, baseUrl, model, ...options });
  const answerWith = (emulator: SpeechEmulator, body: object | string) =>
    emulator.failNext({ kind: 'answer', status: 200, body });

  describeRecognizer<SpeechEmulator>({
    ...{ name, start, recognizer },
    hear: (emulator, turns) => emulator.onTranscribe(() => turns),
    answer: (emulator, turns) => answerWith(emulator, service.bodyOf(turns)),
    answerText: (emulator, turns, spoil) =>
      answerWith(emulator, spoil(JSON.stringify(service.bodyOf(turns)))),
    cutNext: (emulator) => emulator.failNext({ kind: 'truncated' }),
    answerTextAlone: (emulator, text) => answerWith(emulator, service.textAlone(text)),
    textAloneSetting: settings.model,
    languagesAsked: service.languagesAsked,
    german: service.german,
    // 96,044 bytes of 16 kHz mono.
    billed: { inputTokens: 0, outputTokens: 0, audioSeconds: 3.001375 },
  });

  describeProviderFailures<Fault, SpeechEmulator>(
    {
      ...{ name, start, settings, quotedKeyWords: service.quotedKeyWords },
      ask: (emulator, options, signal) => askAboutChunk(recognizer(emulator, options), signal),
      faults: {
        rateLimitedFor47s: { kind: 'rate_limited', headers: { 'retry-after': '47' } },
        quotaSpent: { kind: 'quota_spent' },
        overloaded: { kind: 'overloaded' },
        internal: { kind: 'internal' },
        unknownModel: { kind: 'unknown_model' },
        quotedKey: { kind: 'quoted_key' },
        hang: { kind: 'hang' },
      },
    },
    describeMore,
  );
}
