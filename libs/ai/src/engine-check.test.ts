import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGeminiEmulator, type GeminiEmulator } from '@memo/testing/gemini';
import type { AiConfig } from './create-ai.ts';
import { createEngineCheck } from './engine-check.ts';

let gemini: GeminiEmulator;
beforeAll(async () => {
  gemini = await startGeminiEmulator();
});
afterAll(() => gemini.close());

const configOf = (given: { apiKey: string; baseUrl?: string } | null): AiConfig => ({
  ...(given === null
    ? ({ speech: 'offline', text: 'offline' } as const)
    : ({ speech: 'gemini', text: 'gemini' } as const)),
  gemini: given && {
    ...{ apiKey: given.apiKey, baseUrl: given.baseUrl, transcribeModel: 'm', textModel: 'm' },
    ...{ transcribeMode: 'dedicated', wordTimes: true, requestLimitMs: 1, inlineLimitBytes: 1 },
    timeoutMs: 1,
  },
  ...{ openai: null, deepgram: null, elevenlabs: null },
});

const problems = (given: Parameters<typeof configOf>[0]) => createEngineCheck(configOf(given))();

it('an engine that refuses our key, and one that does not answer, are named with the setting to correct', async () => {
  const { apiKey, baseUrl } = gemini;
  expect(await problems({ baseUrl, apiKey: 'none' })).toEqual([
    'Gemini refuses the API key; set GEMINI_KEY to a valid one.',
  ]);
  expect(await problems({ baseUrl, apiKey })).toEqual([]);
  expect(await problems({ apiKey: 'k', baseUrl: 'http://127.0.0.1:1' })).toEqual([
    expect.stringMatching(/cannot be reached.*GEMINI_BASE_URL/),
  ]);
  expect(await problems(null)).toEqual([]);
});

it('an engine is asked again only after a while', async () => {
  let [asked, nowMs] = [0, 0];
  const fetch = () => {
    asked += 1;
    return Promise.resolve(new Response('', { status: 200 }));
  };
  const check = createEngineCheck(configOf({ apiKey: 'k' }), { fetch, nowMs: () => nowMs });
  await Promise.all([check(), check()]);
  expect(asked).toBe(1);
  nowMs = 6 * 60_000;
  await check();
  expect(asked).toBe(2);
});
