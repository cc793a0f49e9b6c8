import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processEnvironment } from '@memo/config';
import type { AppError } from '@memo/errors';
import { startOpenAiEmulator, type Fault, type OpenAiEmulator } from '@memo/testing/openai';
import { waitFor } from '@memo/testing';
import { z } from 'zod';
import type { OpenAiOptions } from './client.ts';
import { createOpenAiLanguageModel } from './language-model.ts';

const schema = z.object({ title: z.string() });

let emulator: OpenAiEmulator;

beforeEach(async () => {
  emulator = await startOpenAiEmulator();
  emulator.onGenerate(() => ({ title: 'Offer' }));
});

afterEach(() => emulator.close());

function ask(options: Partial<OpenAiOptions> = {}, signal = new AbortController().signal) {
  const { apiKey, baseUrl } = emulator;
  return createOpenAiLanguageModel({ apiKey, baseUrl, model: 'a-model', ...options }).generate({
    ...{ task: 'suggest-title', instructions: '', segments: [], schema, signal },
  });
}

const failure = (options: Partial<OpenAiOptions> = {}): Promise<AppError> =>
  ask(options).then(
    () => Promise.reject(new Error('the call was answered')),
    (error: unknown) => error as AppError,
  );

const limited = (headers: Record<string, string>): Fault => ({ kind: 'rate_limited', headers });
const waits = (retryAfterMs: number) => ({ kind: 'rate_limited', retryAfterMs });

describe('a failing OpenAI', () => {
  it.each<[string, Fault, object]>([
    ['a rate limit waits as long as asked', limited({ 'retry-after': '47' }), waits(47_000)],
    [
      'a rate limit waits until it is reset',
      limited({ 'x-ratelimit-reset-tokens': '6m0s' }),
      waits(360_000),
    ],
    ['a rate limit that tells nothing waits a minute', limited({}), waits(60_000)],
    [
      'a spent quota waits long, whatever delay comes with it',
      { kind: 'insufficient_quota' },
      { ...waits(900_000), code: 'quota_exhausted' },
    ],
    [
      'a spent balance is a spent quota',
      { kind: 'answer', status: 402, body: { error: { message: 'Pay.' } } },
      { ...waits(900_000), code: 'quota_exhausted' },
    ],
    [
      'an overload is worth another try when the server says',
      { kind: 'overloaded', headers: { 'retry-after': '5' } },
      { kind: 'unavailable', retryAfterMs: 5_000 },
    ],
    ['an internal error is worth another try', { kind: 'internal' }, { kind: 'unavailable' }],
    [
      'an unknown model names the variable to set',
      { kind: 'unknown_model' },
      { kind: 'misconfigured', message: expect.stringContaining('OPENAI_TEXT_MODEL') },
    ],
    [
      'an address without the route names the address to correct',
      { kind: 'answer', status: 404, body: '<html>Not found</html>' },
      { kind: 'misconfigured', message: expect.stringContaining('OPENAI_BASE_URL') },
    ],
    [
      'an address that sends calls on to another names the address to correct',
      { kind: 'answer', status: 308, body: '' },
      { kind: 'misconfigured', message: expect.stringContaining('OPENAI_BASE_URL') },
    ],
    [
      'a model the key may not use names the variable to set',
      { kind: 'answer', status: 403, body: { error: { message: '', code: 'model_not_found' } } },
      { kind: 'misconfigured', message: expect.stringContaining('OPENAI_TEXT_MODEL') },
    ],
    ['too much at once is said so', { kind: 'too_large' }, { kind: 'too_large' }],
    [
      'a refused request says why',
      { kind: 'answer', status: 400, body: { error: { message: 'Too many tokens.' } } },
      { kind: 'invalid_input', message: expect.stringContaining('Too many tokens.') },
    ],
    [
      'what a server repeats of the request stays out of the message',
      {
        kind: 'answer',
        status: 422,
        body: { detail: [{ loc: ['body', 'messages'], msg: 'bad', input: 'what Anna said' }] },
      },
      { kind: 'invalid_input', message: expect.not.stringContaining('Anna') },
    ],
    [
      'a gateway that gave up is a timeout',
      { kind: 'answer', status: 504, body: '' },
      { kind: 'timeout' },
    ],
  ])('%s', async (_promise, fault, error) => {
    emulator.failNext(fault);
    expect(await failure()).toMatchObject(error);
    expect(emulator.requests).toHaveLength(1);
  });

  it.each(['wrong-key', 'a key\nover two lines'])(
    'a bad key names OPENAI_API_KEY and never the key (%j)',
    async (apiKey) => {
      const error = await failure({ apiKey });
      expect(error).toMatchObject({
        kind: 'misconfigured',
        message: expect.stringContaining('OPENAI_API_KEY'),
      });
      expect(`${error.message} ${String(error.cause)}`).not.toContain(apiKey);
    },
  );

  it('a good key is kept out of the error though the server quotes it', async () => {
    emulator.failNext({ kind: 'quoted_key' });
    const error = await failure();
    expect(error.kind).toBe('misconfigured');
    expect(String(error.cause)).toContain('Incorrect API key');
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

describe('the environment', () => {
  const names = {
    OPENAI_API_KEY: 'sk-of-the-environment',
    OPENAI_ADMIN_KEY: 'sk-admin-of-the-environment',
    OPENAI_ORG_ID: 'org-of-the-environment',
    OPENAI_PROJECT_ID: 'project-of-the-environment',
    OPENAI_WEBHOOK_SECRET: 'whsec_of-the-environment',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/of-the-environment',
    OPENAI_CUSTOM_HEADERS: 'X-Custom: of-the-environment\nAuthorization: Bearer of-the-environment',
    OPENAI_LOG: 'debug',
  };
  const environment = processEnvironment() as Record<string, string | undefined>;
  const before = Object.fromEntries(Object.keys(names).map((name) => [name, environment[name]]));

  beforeEach(() => void Object.assign(environment, names));

  afterEach(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(environment, name);
      else environment[name] = value;
    }
  });

  it('has no say in where a request goes and what is in it', async () => {
    expect(await ask()).toMatchObject({ value: { title: 'Offer' } });
    const [request] = emulator.requests;
    expect(JSON.stringify(request)).not.toContain('of-the-environment');
    expect(request?.headers.authorization).toBe(`Bearer ${emulator.apiKey}`);
  });

  it('lends no key to a server that wants none', async () => {
    const error = await failure({ apiKey: null });
    // The emulator quotes the key it was sent.
    expect(String(error.cause)).toContain('provided: none.');
  });
});
