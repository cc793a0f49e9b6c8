import { describe, expect, it } from '@jest/globals';
import { startOpenAiEmulator, type Fault, type OpenAiEmulator } from '@memo/testing/openai';
import {
  askAboutChunk,
  askForTitle,
  describeProviderFailures,
  type FailureOf,
} from '../../test/provider-failures.ts';
import { createOpenAiLanguageModel } from './language-model.ts';
import { createOpenAiRecognizer } from './recognizer.ts';

const limited = (headers: Record<string, string>): Fault => ({ kind: 'rate_limited', headers });
const waits = (retryAfterMs: number) => ({ kind: 'rate_limited', retryAfterMs });
const answer = (status: number, body: object | string): Fault => ({ kind: 'answer', status, body });

const openai = {
  start: startOpenAiEmulator,
  faults: {
    rateLimitedFor47s: limited({ 'retry-after': '47' }),
    quotaSpent: { kind: 'insufficient_quota' },
    overloaded: { kind: 'overloaded' },
    internal: { kind: 'internal' },
    unknownModel: { kind: 'unknown_model' },
    quotedKey: { kind: 'quoted_key' },
    hang: { kind: 'hang' },
  },
  quotedKeyWords: 'Incorrect API key',
} as const;

describeProviderFailures<Fault, OpenAiEmulator>(
  {
    ...{ ...openai, name: 'language model of OpenAI' },
    ask: ({ apiKey, baseUrl }, options, signal) => {
      const model = { apiKey, baseUrl, model: 'a-model', ...options };
      return askForTitle(createOpenAiLanguageModel(model), signal);
    },
    settings: { key: 'OPENAI_API_KEY', model: 'OPENAI_TEXT_MODEL' },
  },
  describeOwnFailures,
);

describeProviderFailures<Fault, OpenAiEmulator>({
  ...{ ...openai, name: 'recognizer of OpenAI' },
  ask: ({ apiKey, baseUrl }, options, signal) => {
    const model = { apiKey, baseUrl, model: 'a-model', format: 'verbose' as const, ...options };
    return askAboutChunk(createOpenAiRecognizer(model), signal);
  },
  settings: { key: 'OPENAI_API_KEY', model: 'OPENAI_TRANSCRIBE_MODEL' },
});

function describeOwnFailures(failureOf: FailureOf<Fault>): void {
  describe('a failing server of the OpenAI API', () => {
    it.each<{ fault: Fault; promise: string; error: object }>([
      {
        promise: 'is left alone after a rate limit until the limit is reset',
        fault: limited({ 'x-ratelimit-reset-tokens': '6m0s' }),
        error: waits(360_000),
      },
      {
        promise: 'is left alone for a minute after a rate limit that tells nothing',
        fault: limited({}),
        error: waits(60_000),
      },
      {
        promise: 'is left alone for long once a balance is spent',
        fault: answer(402, { error: { message: 'Pay.' } }),
        error: { ...waits(900_000), code: 'quota_exhausted' },
      },
      {
        promise: 'is left alone after an overload for as long as it asks',
        fault: { kind: 'overloaded', headers: { 'retry-after': '5' } },
        error: { kind: 'unavailable', retryAfterMs: 5_000 },
      },
      {
        promise: 'names the address to correct when it has no such route',
        fault: answer(404, '<html>Not found</html>'),
        error: { kind: 'misconfigured', message: expect.stringContaining('OPENAI_BASE_URL') },
      },
      {
        promise: 'names the address to correct when it sends calls on to another',
        fault: answer(308, ''),
        error: { kind: 'misconfigured', message: expect.stringContaining('OPENAI_BASE_URL') },
      },
      {
        promise: 'names the setting to correct when the key may not use the model',
        fault: answer(403, { error: { message: '', code: 'model_not_found' } }),
        error: { kind: 'misconfigured', message: expect.stringContaining('OPENAI_TEXT_MODEL') },
      },
      {
        promise: 'has too much at once called too large',
        fault: { kind: 'too_large' },
        error: { kind: 'too_large' },
      },
      {
        promise: 'has its reason told when it refuses a request',
        fault: answer(400, { error: { message: 'Too many tokens.' } }),
        error: { kind: 'invalid_input', message: expect.stringContaining('Too many tokens.') },
      },
      {
        promise: 'has what it repeats of the request kept out of the message',
        fault: answer(422, {
          detail: [{ loc: ['body', 'messages'], msg: 'bad', input: 'what Anna said' }],
        }),
        error: { kind: 'invalid_input', message: expect.not.stringContaining('Anna') },
      },
      {
        promise: 'is given up as at a time limit when its gateway gives up',
        fault: answer(504, ''),
        error: { kind: 'timeout' },
      },
    ])('is met as the pipeline needs it: it $promise', async ({ fault, error }) => {
      expect(await failureOf(fault)).toMatchObject(error);
    });
  });
}
