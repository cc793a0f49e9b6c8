import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeToMs } from './time.ts';

it.each<[unknown, number]>([
  [62.5, 62_500],
  [0, 0],
  [-0.02, -20],
  ['62.5', 62_500],
  ['62,5', 62_500],
  ['62.5s', 62_500],
  ['0.100s', 100],
  ['3 seconds', 3_000],
  ['01:02', 62_000],
  ['1:02.25', 62_250],
  ['0:62.5s', 62_500],
  ['1:02:03', 3_723_000],
  ['00:01:02,500', 62_500],
  ['00:12:345', 12_345],
  ['[01:02]', 62_000],
  [{ seconds: '62', nanos: 500_000_000 }, 62_500],
])('%j is %i ms', (given, ms) => {
  expect(timeToMs(given)).toBe(ms);
});

it.each([undefined, null, '', 's', 'soon', '1:2:3:4', NaN, Infinity, true, [], {}, '1e3', '.5s'])(
  '%j is no time',
  (given) => {
    expect(timeToMs(given)).toBeNull();
  },
);

it('a time to the nanosecond is a whole number of milliseconds, in order', () => {
  const nanos = fc.integer({ min: 0, max: 10_000_000_000 });
  fc.assert(
    fc.property(nanos, nanos, (a, b) => {
      const [first, second] = [a, b].map((value) => timeToMs(`${(value / 1e9).toFixed(9)}s`));
      expect(Number.isInteger(first)).toBe(true);
      expect(Math.sign(Number(first) - Number(second)) * Math.sign(a - b)).toBeGreaterThanOrEqual(
        0,
      );
    }),
  );
});
