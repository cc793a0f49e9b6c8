import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processEnvironment } from '@memo/config';
import { startOpenAiEmulator, type OpenAiEmulator } from '@memo/testing/openai';
import { z } from 'zod';
import { createOpenAiLanguageModel } from './language-model.ts';

describe('the environment of a process that asks OpenAI', () => {
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

  let emulator: OpenAiEmulator;

  beforeEach(async () => {
    emulator = await startOpenAiEmulator();
    emulator.onGenerate(() => ({ title: 'Offer' }));
    Object.assign(environment, names);
  });

  afterEach(async () => {
    await emulator.close();
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(environment, name);
      else environment[name] = value;
    }
  });

  const connection = () => ({
    apiKey: emulator.apiKey,
    baseUrl: emulator.baseUrl,
    model: 'a-model',
  });
  const ask = (options?: { apiKey: null }) =>
    createOpenAiLanguageModel({ ...connection(), ...options }).generate({
      ...{ task: 'suggest-title', instructions: '', segments: [] },
      schema: z.object({ title: z.string() }),
      signal: new AbortController().signal,
    });

  it('has no say in where a request goes and what is in it', async () => {
    expect(await ask()).toMatchObject({ value: { title: 'Offer' } });
    const [request] = emulator.requests;
    expect(JSON.stringify(request)).not.toContain('of-the-environment');
    expect(request?.headers.authorization).toBe(`Bearer ${emulator.apiKey}`);
  });

  it('lends no key to a server that wants none', async () => {
    // The emulator quotes the key it was sent.
    await expect(ask({ apiKey: null })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('provided: none.') },
    });
  });
});
