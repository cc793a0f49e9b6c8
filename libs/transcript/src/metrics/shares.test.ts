import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sharesOf } from './shares.ts';

const amounts = fc.array(fc.nat({ max: 43_200_000 }), { minLength: 1, maxLength: 30 });

describe('sharesOf', () => {
  it('gives what rounding leaves over to one of the equals', () => {
    expect(sharesOf([1, 1, 1])).toEqual([0.3334, 0.3333, 0.3333]);
  });

  it('gives it to who lost most by rounding', () => {
    expect(sharesOf([10_000, 20_002, 30_001])).toEqual([0.1667, 0.3333, 0.5]);
  });

  it('is all zero when there is nothing to share', () => {
    expect(sharesOf([0, 0])).toEqual([0, 0]);
  });

  it('sums to exactly 1 in units of 0.0001, each within one unit of the exact share', () => {
    fc.assert(
      fc.property(amounts, (given) => {
        const sum = given.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const units = sharesOf(given).map((share) => share * 10_000);
        expect(Math.round(units.reduce((a, b) => a + b, 0) * 1_000)).toBe(10_000_000);
        given.forEach((amount, index) => {
          expect(Math.abs((units[index] ?? NaN) - (amount / sum) * 10_000)).toBeLessThan(1);
        });
      }),
    );
  });
});
