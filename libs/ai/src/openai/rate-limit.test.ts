import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryAfterMs } from './rate-limit.ts';

const nowMs = Date.parse('2026-11-21T09:00:00Z');
const wait = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), nowMs);

describe('how long a server asks to wait', () => {
  it.each<[Record<string, string>, number | null]>([
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': 'Sat, 21 Nov 2026 09:02:00 GMT' }, 120_000],
    [{ 'retry-after': '7', 'x-ratelimit-reset-tokens': '9m' }, 7_000],
    [{ 'x-ratelimit-reset-requests': '1h2m3.5s' }, 3_723_500],
    [{ 'x-ratelimit-reset-requests': '2s', 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
    [
      {
        'x-ratelimit-reset-requests': '2s',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      2_000,
    ],
    [{ 'retry-after': 'soon' }, null],
    [{ 'x-ratelimit-reset-requests': 'tomorrow' }, null],
    [{}, null],
  ])('is read in %j: %s ms', (headers, ms) => {
    expect(wait(headers)).toBe(ms);
  });

  it.each(['0', '-5', 'Sat, 21 Nov 2026 08:00:00 GMT', '0.001'])(
    'is a second where the time is over: %s',
    (value) => {
      expect(wait({ 'retry-after': value })).toBe(1_000);
    },
  );

  it('is a second to a day of whole milliseconds, or not told, whatever the header says', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.double().map(String));
    fc.assert(
      fc.property(text, text, (after, reset) => {
        const headers = { 'retry-after': after, 'x-ratelimit-reset-tokens': reset };
        const ms = wait(headers);
        if (ms === null) return;
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(1_000);
        expect(ms).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});
