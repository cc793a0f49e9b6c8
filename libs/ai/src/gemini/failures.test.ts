import { expect, it } from '@jest/globals';
import { startGeminiEmulator, type Fault, type GeminiEmulator } from '@memo/testing/gemini';
import { askForTitle, describeProviderFailures } from '../../test/provider-failures.ts';
import { createGeminiLanguageModel } from './language-model.ts';

describeProviderFailures<Fault, GeminiEmulator>(
  {
    name: 'Gemini',
    start: startGeminiEmulator,
    ask: ({ apiKey, baseUrl }, options, signal) => {
      const model = { apiKey, baseUrl, model: 'gemini-3.8-flash', ...options };
      return askForTitle(createGeminiLanguageModel(model), signal);
    },
    settings: { key: 'GEMINI_KEY', model: 'GEMINI_TEXT_MODEL' },
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
  },
  (failureOf) => {
    it('that has lost an upload is asked again: nothing is wrong with the key', async () => {
      expect(await failureOf({ kind: 'lost_file' })).toMatchObject({ kind: 'unavailable' });
    });
  },
);
