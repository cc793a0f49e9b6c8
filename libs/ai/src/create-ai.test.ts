import { expect, it } from '@jest/globals';
import { createAi, type AiConfig } from './create-ai.ts';
import { createSpeechEngines } from './speech-engines.ts';

const gemini = {
  apiKey: 'a-key',
  baseUrl: undefined,
  transcribeModel: 'speech-model',
  transcribeMode: 'dedicated',
  ...{ wordTimes: true, requestLimitMs: 1_800_000, inlineLimitBytes: 14_000_000 },
  textModel: 'text-model',
  timeoutMs: 60_000,
} as const;
const openai = {
  apiKey: null,
  baseUrl: 'http://127.0.0.1:9/v1',
  transcribeModel: 'whisper',
  transcribeFormat: 'verbose',
  textModel: 'llama',
  timeoutMs: 60_000,
} as const;

const service = { apiKey: 'a-key', timeoutMs: 60_000 };
const deepgram = { ...service, model: 'nova-3' };
const elevenlabs = { ...service, model: 'scribe_v2' };

const config: AiConfig = {
  ...{ speech: 'gemini', text: 'gemini' },
  ...{ gemini, openai, deepgram, elevenlabs },
};
const none = { gemini: null, openai: null, deepgram: null, elevenlabs: null };

it('Gemini does both jobs, each with its own model', () => {
  const { recognizer, languageModel } = createAi(config);
  expect(recognizer).toMatchObject({ provider: 'gemini', model: 'speech-model' });
  expect(languageModel).toMatchObject({ provider: 'gemini', model: 'text-model' });
});

it('OpenAI does both jobs, each with its own model', () => {
  const { recognizer, languageModel } = createAi({ ...config, speech: 'openai', text: 'openai' });
  expect(recognizer).toMatchObject({ provider: 'openai', model: 'whisper' });
  expect(languageModel).toMatchObject({ provider: 'openai', model: 'llama' });
});

it('both jobs are done offline', () => {
  const offline: AiConfig = { speech: 'offline', text: 'offline', ...none };
  const { recognizer, languageModel } = createAi(offline);
  expect([recognizer.provider, languageModel.provider]).toEqual(['offline', 'offline']);
});

it('the two jobs are given to two providers', () => {
  const { recognizer, languageModel } = createAi({ ...config, speech: 'openai' });
  expect([recognizer.provider, languageModel.provider]).toEqual(['openai', 'gemini']);
});

it.each(['deepgram', 'elevenlabs'] as const)('%s does speech alone', (speech) => {
  const { recognizer, languageModel } = createAi({ ...config, speech });
  expect([recognizer.provider, languageModel.provider]).toEqual([speech, 'gemini']);
});

it.each([
  ['gpt-4o-transcribe-diarize', { diarization: true, wordTimes: false }],
  ['whisper-1', { diarization: false, wordTimes: true }],
  ['gpt-transcribe', { diarization: false, wordTimes: false }],
  ['a-model-of-our-own', { diarization: true, wordTimes: false }],
])('what %s is asked for is told by its name where it is not configured', (model, told) => {
  const named = { ...openai, transcribeModel: model, transcribeFormat: undefined };
  const { recognizer } = createAi({ ...config, speech: 'openai', openai: named });
  expect(recognizer.capabilities).toMatchObject(told);
});

it('what a recognizer can do is what the deployment says its model can', () => {
  const capabilities = (change: Partial<AiConfig>) =>
    createAi({ ...config, ...change }).recognizer.capabilities;
  expect(capabilities({})).toMatchObject({ diarization: true, wordTimes: true });
  expect(capabilities({ gemini: { ...gemini, transcribeMode: 'prompted' } })).toEqual({
    ...{ diarization: true, wordTimes: false, maxChunkMs: 600_000 },
  });
  const openAi = (transcribeFormat: 'diarized' | 'verbose' | 'plain') =>
    capabilities({ speech: 'openai', openai: { ...openai, transcribeFormat } });
  expect(openAi('diarized')).toMatchObject({ diarization: true, wordTimes: false });
  expect(openAi('verbose')).toMatchObject({ diarization: false, wordTimes: true });
  expect(openAi('plain')).toMatchObject({ diarization: false, wordTimes: false });
});

it('a provider that cannot be reached is refused, naming the setting', () => {
  expect(() => createAi({ ...config, gemini: null })).toThrow('GEMINI_KEY');
  expect(() => createAi({ ...config, speech: 'openai', openai: null })).toThrow('OPENAI_API_KEY');
  const alone = (speech: 'deepgram' | 'elevenlabs') => () =>
    createAi({ ...config, ...none, speech });
  expect(alone('deepgram')).toThrow('DEEPGRAM_API_KEY');
  expect(alone('elevenlabs')).toThrow('ELEVENLABS_API_KEY');
});

it('the engines that can be asked for are those that are reached, the usual one first', () => {
  const { configured } = createSpeechEngines({ ...config, speech: 'openai', elevenlabs: null });
  expect(configured.map(({ provider }) => provider)).toEqual([
    ...['openai', 'gemini', 'deepgram', 'offline'],
  ]);
  expect(configured[2]).toEqual({ provider: 'deepgram', model: 'nova-3' });
});

it('an engine that was asked once is asked with its model of then, and refused where it is reached no more', () => {
  const engines = createSpeechEngines({ ...config, elevenlabs: null });
  expect(engines.of({})).toMatchObject({ provider: 'gemini', model: 'speech-model' });
  const asked = { provider: 'deepgram', model: 'nova-2' };
  expect(engines.of(asked)).toMatchObject(asked);
  expect(() => engines.of({ provider: 'elevenlabs' })).toThrow(
    /elevenlabs.*not configured any more/,
  );
});
