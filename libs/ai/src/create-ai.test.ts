import { expect, it } from '@jest/globals';
import { createAi, describeAi } from './create-ai.ts';

const gemini = {
  apiKey: 'a-key',
  baseUrl: undefined,
  transcribeModel: 'speech-model',
  textModel: 'text-model',
};

it('a Gemini key makes Gemini do both jobs, each with its own model', () => {
  const { recognizer, languageModel } = createAi({ gemini });
  expect(recognizer).toMatchObject({ provider: 'gemini', model: 'speech-model' });
  expect(languageModel.provider).toBe('gemini');
  expect(languageModel.model).toContain('text-model');
});

it('without a key both jobs are done offline', () => {
  const { recognizer, languageModel } = createAi({ gemini: null });
  expect([recognizer.provider, languageModel.provider]).toEqual(['offline', 'offline']);
});

it.each([{ gemini }, { gemini: null }])('the description names what is chosen: %j', (config) => {
  expect(describeAi(config).provider).toBe(createAi(config).recognizer.provider);
});

it('people without a key read how to get real transcription', () => {
  expect(describeAi({ gemini: null }).description).toContain('GEMINI_KEY');
});

it('the description never shows the key', () => {
  expect(describeAi({ gemini }).description).not.toContain(gemini.apiKey);
});
