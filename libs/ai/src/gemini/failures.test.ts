import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppError } from '@memo/errors';
import { startGeminiEmulator, type Fault, type GeminiEmulator } from '@memo/testing/gemini';
import { waitFor } from '@memo/testing';
import { titleSchema } from '../suggestion.ts';
import type { GeminiOptions } from './client.ts';
import { createGeminiLanguageModel } from './language-model.ts';

let emulator: GeminiEmulator;

beforeEach(async () => {
  emulator = await startGeminiEmulator();
});

afterEach(() => emulator.close());

function ask(options: Partial<GeminiOptions> = {}, signal = new AbortController().signal) {
  const { apiKey, baseUrl } = emulator;
  return createGeminiLanguageModel({
    apiKey,
    baseUrl,
    model: 'gemini-3.8-flash',
    ...options,
  }).generate({
    task: 'suggest-title',
    instructions: '',
    segments: [],
    schema: titleSchema,
    signal,
  });
}

const failure = (options: Partial<GeminiOptions> = {}): Promise<AppError> =>
  ask(options).then(
    () => Promise.reject(new Error('the call was answered')),
    (error: unknown) => error as AppError,
  );

describe('a failing Gemini', () => {
  it.each<[string, Fault, object]>([
    [
      'a rate limit waits as long as asked',
      { kind: 'rate_limited', retryDelayMs: 47_000 },
      { kind: 'rate_limited', code: 'rate_limited', retryAfterMs: 47_000 },
    ],
    [
      'a spent daily quota waits long, whatever delay comes with it',
      { kind: 'daily_quota' },
      { kind: 'rate_limited', code: 'quota_exhausted', retryAfterMs: 900_000 },
    ],
    ['an overload is worth another try', { kind: 'overloaded' }, { kind: 'unavailable' }],
    ['an internal error is worth another try', { kind: 'internal' }, { kind: 'unavailable' }],
    [
      'an unknown model names the variable to set',
      { kind: 'unknown_model' },
      { kind: 'misconfigured', message: expect.stringContaining('GEMINI_TEXT_MODEL') },
    ],
  ])('%s', async (_promise, fault, error) => {
    emulator.failNext(fault);
    expect(await failure()).toMatchObject(error);
    expect(emulator.requests).toHaveLength(1);
  });

  it.each(['wrong-key', 'a key\nover two lines'])(
    'a bad key names GEMINI_KEY and never the key (%j)',
    async (apiKey) => {
      const error = await failure({ apiKey });
      expect(error).toMatchObject({
        kind: 'misconfigured',
        message: expect.stringContaining('GEMINI_KEY'),
      });
      expect(`${error.message} ${String(error.cause)}`).not.toContain(apiKey);
    },
  );

  it('a suspended key is kept out of the error though Google quotes it', async () => {
    emulator.failNext({ kind: 'suspended_key' });
    const error = await failure();
    expect(error.kind).toBe('misconfigured');
    expect(String(error.cause)).toContain('has been suspended');
    expect(`${error.message} ${String(error.cause)}`).not.toContain(emulator.apiKey);
  });

  it('a call that is never answered times out', async () => {
    emulator.failNext({ kind: 'hang' });
    expect(await failure({ timeoutMs: 200 })).toMatchObject({ kind: 'timeout' });
  });

  it('an abort stops a call with the reason of the abort', async () => {
    const abort = new AbortController();
    const reason = new Error('lease lost');
    emulator.failNext({ kind: 'hang' });
    const asking = ask({}, abort.signal);
    await waitFor('the request', () => emulator.requests.length === 1);
    abort.abort(reason);
    await expect(asking).rejects.toBe(reason);
  });

  it('an abort before the call sends nothing', async () => {
    const reason = new Error('lease lost');
    await expect(ask({}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(emulator.requests).toEqual([]);
  });

  it('a closed port is a network failure', async () => {
    await emulator.close();
    expect(await failure()).toMatchObject({ kind: 'unavailable', code: 'network' });
  });

  it('a connection cut in the middle is a network failure', async () => {
    emulator.failNext({ kind: 'hang' });
    const failing = failure();
    await waitFor('the request', () => emulator.requests.length === 1);
    await emulator.close();
    expect(await failing).toMatchObject({ kind: 'unavailable', code: 'network' });
  });
});
