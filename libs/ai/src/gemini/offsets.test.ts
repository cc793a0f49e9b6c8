import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { offsetToMs } from './offsets.ts';

describe('offsetToMs', () => {
  it.each([
    ['0s', 0],
    ['0.100s', 100],
    ['3s', 3_000],
    ['1.999999999s', 2_000],
    ['1439.029s', 1_439_029],
  ])('reads %s as %i ms', (offset, ms) => {
    expect(offsetToMs(offset)).toBe(ms);
  });

  it.each([undefined, '', 's', '1', '-1s', '1:02', '00:01:02s', '1.s', '.5s', '1e3s', 'NaNs'])(
    'takes %s for no offset',
    (offset) => {
      expect(offsetToMs(offset)).toBeNull();
    },
  );

  it('brings every whole millisecond of a day back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 }), (ms) => {
        expect(offsetToMs(`${(ms / 1000).toFixed(3)}s`)).toBe(ms);
      }),
    );
  });

  it('keeps the order of offsets given to the nanosecond, in whole milliseconds', () => {
    const nanos = fc.integer({ min: 0, max: 10_000_000_000 });
    fc.assert(
      fc.property(nanos, nanos, (a, b) => {
        const [first, second] = [a, b].map((value) => offsetToMs(`${(value / 1e9).toFixed(9)}s`));
        expect(Number.isInteger(first)).toBe(true);
        expect(Math.sign(Number(first) - Number(second)) * Math.sign(a - b)).toBeGreaterThanOrEqual(
          0,
        );
      }),
    );
  });
});
