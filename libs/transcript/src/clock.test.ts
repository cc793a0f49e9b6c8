import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatClock } from './clock.ts';

const aDayMs = 24 * 3_600_000;

describe('formatClock', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [15_000, '0:15'],
    [59_999, '0:59'],
    [60_000, '1:00'],
    [725_400, '12:05'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [3_723_000, '1:02:03'],
    [43_200_000, '12:00:00'],
  ])('writes %i ms as %s', (ms, clock) => {
    expect(formatClock(ms)).toBe(clock);
  });

  it('loses nothing but the part of a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: aDayMs }), (ms) => {
        const seconds = formatClock(ms)
          .split(':')
          .reduce((total, field) => total * 60 + Number(field), 0);
        expect(seconds).toBe(Math.floor(ms / 1000));
      }),
    );
  });

  it('is m:ss below an hour and h:mm:ss from there on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: aDayMs }), (ms) => {
        const shape = ms < 3_600_000 ? /^\d{1,2}:[0-5]\d$/ : /^\d{1,2}:[0-5]\d:[0-5]\d$/;
        expect(formatClock(ms)).toMatch(shape);
      }),
    );
  });
});
