import { describe, expect, it } from '@jest/globals';
import { loadTranscriptionWorkerConfig } from '@memo/config';
import { createAi } from '../create-ai.ts';
import { createPricing } from '../prices.ts';
import { endOf } from './announced-ends.ts';
import { formatOf, speechModel } from './openai-models.ts';

const load = (environment: Record<string, string>) =>
  loadTranscriptionWorkerConfig({
    ...{ DATABASE_URL: 'postgresql://localhost/memo', REDIS_URL: 'redis://localhost' },
    ...{ S3_BUCKET_NAME: 'memo', ...environment },
  }).ai;

describe('the models of OpenAI', () => {
  it.each([
    ['whisper-1', 'verbose', 'one'],
    ['gpt-4o-transcribe', 'plain', 'one'],
    ['gpt-4o-transcribe-2025-03-20', 'plain', 'one'],
    ['gpt-4o-mini-transcribe', 'plain', 'one'],
    ['gpt-4o-transcribe-diarize', 'diarized', 'one'],
    ['gpt-transcribe', 'plain', 'many'],
    ['a-model-of-our-own', 'diarized', 'one'],
  ])('%s answers %s and takes %s language', (model, format, languages) => {
    expect([formatOf(model), speechModel(model).languages]).toEqual([format, languages]);
  });

  it.each([
    'whisper-1',
    'gpt-4o-transcribe',
    'gpt-4o-mini-transcribe',
    'gpt-4o-transcribe-diarize',
  ])('%s ends on the day that was announced, and gpt-transcribe does not', (model) => {
    const today = new Date('2026-11-29');
    expect(endOf(model, today)).toContain('2027-02-26');
    expect(endOf('gpt-transcribe', today)).toBeNull();
  });
});

describe('the models that are asked when nothing else is set', () => {
  it.each([
    { GEMINI_KEY: 'a' },
    { OPENAI_API_KEY: 'a' },
    { OPENAI_API_KEY: 'a', OPENAI_TRANSCRIBE_MODEL: 'gpt-transcribe' },
    { DEEPGRAM_API_KEY: 'a' },
    { ELEVENLABS_API_KEY: 'a' },
    {},
  ])('have a price: %j', (environment) => {
    const config = load(environment);
    const { recognizer, languageModel } = createAi(config);
    const pricing = createPricing(config.prices);
    const usage = { inputTokens: 1_000, outputTokens: 100 };
    const speech = { model: recognizer.model, audioMs: 60_000, usage };
    const text = { model: languageModel.model, audioMs: null, usage };
    for (const call of [speech, text]) expect(pricing.costMicroUsd(call)).not.toBeNull();
  });
});
