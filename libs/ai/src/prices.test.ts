import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { costMicroUsd, type ModelPrice, type PaidCall } from './prices.ts';

const usage = { inputTokens: 1_000, outputTokens: 100 };
const call: PaidCall = { model: 'm-1-preview', audioMs: 90_000, usage };

const cost = (models: Record<string, ModelPrice>, change: Partial<PaidCall> = {}) =>
  costMicroUsd({ ...call, ...change }, { asOf: '2026-11-20', models });

const byTokens = { inputPerMillionTokens: 2, outputPerMillionTokens: 12 };
const byMinute = { perAudioMinute: 0.006 };

describe('the cost of an answer', () => {
  it('is its tokens at their prices, in millionths of a dollar', () => {
    expect(cost({ m: byTokens })).toBe(1_000 * 2 + 100 * 12);
  });

  it('is its audio at the price of a minute, as the provider counted it where it did', () => {
    expect(cost({ m: byMinute })).toBe(9_000);
    expect(cost({ m: byMinute }, { usage: null })).toBe(9_000);
    expect(cost({ m: byMinute }, { usage: { ...usage, audioSeconds: 120 } })).toBe(12_000);
  });

  it('is both where both are billed', () => {
    expect(cost({ m: { ...byTokens, ...byMinute } })).toBe(3_200 + 9_000);
  });

  it('is reckoned with the longest name the model begins with', () => {
    const models = { m: byTokens, 'm-1-p': byMinute, 'm-1': byTokens, 'm-1-preview-2': byTokens };
    expect(cost(models)).toBe(9_000);
  });

  it('is zero at a price of zero, whatever the provider says of its use', () => {
    const free = { m: { inputPerMillionTokens: 0, outputPerMillionTokens: 0 } };
    expect(cost(free)).toBe(0);
    expect(cost(free, { usage: null, audioMs: null })).toBe(0);
    expect(cost({ m: { perAudioMinute: 0 } }, { usage: null, audioMs: null })).toBe(0);
    expect(cost(free, { usage: { inputTokens: 0, outputTokens: 0, audioSeconds: 60 } })).toBe(0);
  });

  it('is not known for a model without a price', () => {
    expect(cost({ other: byTokens })).toBeNull();
    expect(cost({})).toBeNull();
    expect(cost({ 'm-1-preview-2': byTokens })).toBeNull();
  });

  it('is not known where the provider does not say what it used, and never taken for nothing', () => {
    expect(cost({ m: byTokens }, { usage: null })).toBeNull();
    expect(cost({ m: byMinute }, { usage: null, audioMs: null })).toBeNull();
    const seconds = { inputTokens: 0, outputTokens: 0, audioSeconds: 60 };
    expect(cost({ m: byTokens }, { usage: seconds })).toBeNull();
  });

  it('is a whole number, never negative, and never less for more', () => {
    const tokens = fc.nat(10_000_000);
    const usd = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ inputPerMillionTokens: usd, outputPerMillionTokens: usd, perAudioMinute: usd }),
        fc.record({ inputTokens: tokens, outputTokens: tokens }),
        fc.nat(10_000_000),
        fc.nat(1_000),
        (price, used, audioMs, more) => {
          const one = cost({ m: price }, { usage: used, audioMs });
          const other = cost(
            { m: price },
            {
              usage: {
                inputTokens: used.inputTokens + more,
                outputTokens: used.outputTokens + more,
              },
              audioMs: audioMs + more,
            },
          );
          expect(Number.isSafeInteger(one)).toBe(true);
          expect(one).toBeGreaterThanOrEqual(0);
          expect(other).toBeGreaterThanOrEqual(one ?? Infinity);
        },
      ),
    );
  });
});
