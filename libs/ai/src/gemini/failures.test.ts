import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGeminiEmulator, type Fault, type GeminiEmulator } from '@memo/testing/gemini';
import {
  askAboutChunk,
  askForTitle,
  describeProviderFailures,
} from '../../test/provider-failures.ts';
import { createGeminiLanguageModel } from './language-model.ts';
import { createPromptedGeminiRecognizer } from './prompted-recognizer.ts';
import { createGeminiRecognizer } from './recognizer.ts';

const gemini = {
  start: startGeminiEmulator,
  faults: {
    rateLimitedFor47s: { kind: 'rate_limited', retryDelayMs: 47_000 },
    quotaSpent: { kind: 'daily_quota' },
    overloaded: { kind: 'overloaded' },
    internal: { kind: 'internal' },
    unknownModel: { kind: 'unknown_model' },
    quotedKey: { kind: 'suspended_key' },
    hang: { kind: 'hang' },
  },
  quotedKeyWords: 'has been suspended',
} as const;

describeProviderFailures<Fault, GeminiEmulator>(
  {
    ...{ ...gemini, name: 'language model of Gemini' },
    ask: ({ apiKey, baseUrl }, options, signal) => {
      const model = { apiKey, baseUrl, model: 'gemini-3.8-flash', ...options };
      return askForTitle(createGeminiLanguageModel(model), signal);
    },
    settings: { key: 'GEMINI_KEY', model: 'GEMINI_TEXT_MODEL' },
  },
  (failureOf) => {
    it('that has lost an upload is asked again: nothing is wrong with the key', async () => {
      expect(await failureOf({ kind: 'lost_file' })).toMatchObject({ kind: 'unavailable' });
    });
  },
);

const limits = { requestLimitMs: 1_800_000, inlineLimitBytes: 14_000_000 };

describeProviderFailures<Fault, GeminiEmulator>({
  ...{ ...gemini, name: 'speech model of Gemini' },
  ask: ({ apiKey, baseUrl }, options, signal) => {
    const model = { apiKey, baseUrl, model: 'gemini-3.5-transcribe', ...limits, ...options };
    return askAboutChunk(createGeminiRecognizer({ ...model, wordTimes: true }), signal);
  },
  settings: { key: 'GEMINI_KEY', model: 'GEMINI_TRANSCRIBE_MODEL' },
});

describeProviderFailures<Fault, GeminiEmulator>({
  ...{ ...gemini, name: 'Gemini model that is asked in words' },
  ask: ({ apiKey, baseUrl }, options, signal) => {
    const model = { apiKey, baseUrl, model: 'gemini-3.8-flash', ...limits, ...options };
    return askAboutChunk(createPromptedGeminiRecognizer(model), signal);
  },
  settings: { key: 'GEMINI_KEY', model: 'GEMINI_TRANSCRIBE_MODEL' },
});

describe('an upload to Gemini', () => {
  let emulator: GeminiEmulator;
  beforeAll(async () => {
    emulator = await startGeminiEmulator();
    emulator.onTranscribe(() => []);
  });
  afterAll(() => emulator.close());

  const ask = () => {
    const { apiKey, baseUrl } = emulator;
    const uploading = { ...limits, inlineLimitBytes: 0, model: 'gemini-3.5-transcribe' };
    const options = { apiKey, baseUrl, ...uploading, wordTimes: true };
    return askAboutChunk(createGeminiRecognizer(options), new AbortController().signal);
  };

  it.each([
    ['whose session has ended', 'lost_session', 'upload', 'upload_lost'],
    ['that is gone when it is looked for', 'lost_file', 'file_get', 'upload_lost'],
    ['that nobody knows any more', 'lost_session', 'file_get', 'upload_lost'],
    ['that is gone when it is listened to', 'lost_file', 'transcribe', 'upload_lost'],
    [
      'that is gone without a name when it is listened to',
      'lost_session',
      'transcribe',
      'upload_lost',
    ],
    ['whose key is suspended', 'suspended_key', 'upload', 'provider_key_refused'],
    ['for a model that is not there', 'unknown_model', 'transcribe', 'unknown_model'],
  ] as const)('%s blames what it was', async (_which, kind, on, code) => {
    emulator.failNext({ kind }, on);
    await expect(ask()).rejects.toMatchObject({ code });
    // And the next try uploads anew.
    await ask();
  });
});
