import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from './backoff.ts';

it('tries wait 2, 4, 8 … seconds plus jitter, as the contract says', () => {
  expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, 0))).toEqual([
    2_000, 4_000, 8_000, 16_000,
  ]);
  expect(backoffMs(0, 0.5)).toBe(2_500);
});

it('no try waits longer than a minute', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      expect(backoffMs(attempt, random)).toBeLessThanOrEqual(60_000);
    }),
  );
});
