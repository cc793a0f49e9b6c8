import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGeminiEmulator, type GeminiEmulator } from '@memo/testing/gemini';
import { startOpenAiEmulator, type OpenAiEmulator } from '@memo/testing/openai';
import type { AiConfig } from './create-ai.ts';
import { checkModels } from './model-check.ts';

let gemini: GeminiEmulator;
let openai: OpenAiEmulator;

beforeAll(async () => {
  [gemini, openai] = await Promise.all([startGeminiEmulator(), startOpenAiEmulator()]);
});
afterAll(() => Promise.all([gemini.close(), openai.close()]));

const none: AiConfig = {
  ...{ speech: 'offline', text: 'offline' },
  ...{ gemini: null, openai: null, deepgram: null, elevenlabs: null },
};

const withGemini = (transcribeModel: string, textModel: string): AiConfig => ({
  ...{ ...none, speech: 'gemini', text: 'gemini' },
  gemini: {
    ...{ apiKey: gemini.apiKey, baseUrl: gemini.baseUrl, transcribeModel, textModel },
    ...{ transcribeMode: 'dedicated', wordTimes: true, requestLimitMs: 1, inlineLimitBytes: 1 },
    timeoutMs: 1,
  },
});

const withOpenai = (transcribeModel: string, baseUrl = openai.baseUrl): AiConfig => ({
  ...{ ...none, speech: 'openai', text: 'openai' },
  openai: {
    ...{ apiKey: openai.apiKey, baseUrl, transcribeModel, transcribeFormat: undefined },
    ...{ textModel: 'gpt-6-luna', timeoutMs: 1 },
  },
});

describe('a chosen model', () => {
  it('that the engine has is no matter', async () => {
    const nothing = { unknown: [], notAsked: [] };
    expect(await checkModels(withGemini('hears', 'writes'))).toEqual(nothing);
    expect(await checkModels(withOpenai('gpt-4o-transcribe-diarize'))).toEqual(nothing);
    expect(await checkModels(none)).toEqual(nothing);
  });

  it('that the engine does not have is named with the setting to correct', async () => {
    expect((await checkModels(withGemini('gone-1', 'gone-2'))).unknown).toEqual([
      'Gemini has no model gone-1; correct GEMINI_TRANSCRIBE_MODEL.',
      'Gemini has no model gone-2; correct GEMINI_TEXT_MODEL.',
    ]);
    expect((await checkModels(withOpenai('whisper-9'))).unknown).toEqual([
      "OpenAI's list of models has no whisper-9; correct OPENAI_TRANSCRIBE_MODEL.",
    ]);
  });

  it('that only a paid request would tell of is said not to have been asked for', async () => {
    const deepgram = { apiKey: 'k', baseUrl: undefined, model: 'nova-3', timeoutMs: 1 };
    const asked = await checkModels({ ...none, speech: 'deepgram', deepgram });
    expect(asked).toEqual({ unknown: [], notAsked: [expect.stringContaining('nova-3')] });
  });

  it('of a server that lists none, or is away, is neither known nor unknown', async () => {
    const server = createServer((_, answer) => answer.writeHead(404).end('no such page'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const listless = await checkModels(withOpenai('own', `http://127.0.0.1:${port}/v1`));
    server.close();
    const away = await checkModels(withOpenai('own', 'http://127.0.0.1:1/v1'));
    for (const { unknown, notAsked } of [listless, away]) {
      expect(unknown).toEqual([]);
      expect(notAsked.length).toBeGreaterThan(0);
    }
  });
});
