import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ModelPrice } from './prices.ts';
import { createEstimator } from './prices-estimate.ts';

const gemini = { provider: 'gemini', model: 'gemini-3.5-transcribe' };
const text = { provider: 'gemini', model: 'gemini-3.8-flash' };
const models: Record<string, ModelPrice> = {
  'gemini-3.5-transcribe': { inputPerMillionTokens: 2, outputPerMillionTokens: 12 },
  'gemini-3.8-flash': { inputPerMillionTokens: 0.75, outputPerMillionTokens: 3.75 },
  'whisper-1': { perAudioMinute: 0.006 },
};
const prices = { asOf: '2026-11-20', note: 'Prices of this spring.', models };
const hour = { audioSeconds: 3_600, recordings: 1 };

describe('an estimate', () => {
  it('takes 32 tokens for a second of audio at Gemini, and says on what it rests', () => {
    const estimate = createEstimator({ speech: gemini, text, prices })(hour);
    expect(estimate).toMatchObject({
      speechMicroUsd: 3_600 * 32 * 2 + 60 * 400 * 12,
      noteMicroUsd: (3_000 + 60 * 300) * 0.75 + (3_000 + 60 * 60) * 3.75,
      models: ['gemini-3.5-transcribe', 'gemini-3.8-flash'],
      pricesAsOf: '2026-11-20',
    });
    expect(estimate.costMicroUsd).toBe(518_400 + 40_500);
    for (const words of ['An estimate', '2026-11-20', '32 tokens', 'Prices of this spring.']) {
      expect(estimate.basis).toContain(words);
    }
  });

  it('takes a price by the minute as it is', () => {
    const speech = { provider: 'openai', model: 'whisper-1' };
    expect(createEstimator({ speech, text, prices })(hour).speechMicroUsd).toBe(360_000);
  });

  it('is nothing for the offline engine, whatever the table says', () => {
    const offline = { provider: 'offline', model: 'pocketsphinx-en-us' };
    const deps = { speech: offline, text: offline, prices: { asOf: '2026-11-20', models: {} } };
    const estimate = createEstimator(deps)(hour);
    expect(estimate).toMatchObject({ costMicroUsd: 0, models: ['pocketsphinx-en-us'] });
    expect(estimate.basis).toContain('costs nothing');
  });

  it('is not known where a model has no price, or one by tokens nobody can count beforehand', () => {
    const own = { provider: 'openai', model: 'own-model' };
    const unpriced = createEstimator({ speech: own, text, prices })(hour);
    expect(unpriced).toMatchObject({ costMicroUsd: null, speechMicroUsd: null });
    expect(unpriced.noteMicroUsd).not.toBeNull();
    const table = { ...prices, models: { ...models, own: models['gemini-3.5-transcribe'] ?? {} } };
    const uncounted = createEstimator({ speech: own, text, prices: table })(hour);
    expect(uncounted.costMicroUsd).toBeNull();
  });

  it('is never less for a longer meeting, nor for two recordings of it', () => {
    const estimate = createEstimator({ speech: gemini, text, prices });
    const seconds = fc.double({ min: 0.001, max: 43_200, noNaN: true });
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        const cost = (audioSeconds: number, recordings = 1) =>
          estimate({ audioSeconds, recordings }).costMicroUsd ?? NaN;
        expect(cost(Math.max(a, b))).toBeGreaterThanOrEqual(cost(Math.min(a, b)));
        expect(cost(a, 2)).toBeGreaterThanOrEqual(cost(a));
        expect(cost(a, 2)).toBeLessThanOrEqual(2 * cost(a));
      }),
    );
  });
});
