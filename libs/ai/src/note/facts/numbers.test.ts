import { describe, expect, it } from '@jest/globals';
import { withHanFigures } from './han-numbers.ts';
import { numbersIn } from './numbers.ts';
import { plainText } from './plain-text.ts';
import { tokensOf } from './tokens.ts';
import { valuesHeld } from './values-held.ts';

const valuesIn = (text: string) =>
  numbersIn(tokensOf(withHanFigures(plainText(text)))).map(({ values }) => values);

describe('a number', () => {
  it.each([
    ['twenty five', 25],
    ['twenty-first', 21],
    ['two hundred and fifty thousand', 250_000],
    ['a hundred and twenty', 120],
    ['one point five million', 1_500_000],
    ['two and a half million', 2_500_000],
    ['half a million', 500_000],
    ['three dozen', 36],
    ['10,000', 10_000],
    ['10 000', 10_000],
    ["10'000", 10_000],
    ['1,234.50', 1_234.5],
    ['1.234,50', 1_234.5],
    ['1,5', 1.5],
    ['12%', 12],
    ['3 hundred', 300],
    ['10k', 10_000],
    ['$1.5bn', 1_500_000_000],
    ['Q3', 3],
    ['27th', 27],
    ['٢٥', 25],
    ['२५', 25],
    ['２５', 25],
    ['𝟐𝟓', 25],
    ['fünfundzwanzig', 25],
    ['zweihunderttausend', 200_000],
    ['treinta y cinco', 35],
    ['五百', 500],
    ['三百万', 3_000_000],
    ['5万', 50_000],
    ['二十五人', 25],
  ])('is read: %s', (text, value) => {
    expect(valuesIn(text)).toEqual([expect.arrayContaining([value])]);
  });

  it.each([
    ['1.500', [1.5, 1_500]],
    ['two to three million', [2, 2_000_000]],
    ['twenty twenty-six', [20, 2_026]],
    ['five five five', [5, 555]],
  ])('may be more than one: %s', (text, values) => {
    expect(valuesIn(text)[0]).toEqual(expect.arrayContaining(values));
  });

  it.each([
    ['twenty, thirty or forty', [20, 30, 40]],
    ['five to ten', [5, 10]],
    ['2026-11-27', [2_026, 11, 27]],
  ])('stands beside others: %s', (text, values) => {
    expect(valuesIn(text).map(([value]) => value)).toEqual(values);
  });
});

describe('what was said holds', () => {
  it.each([
    ['half past seven', 30],
    ['a quarter to nine', 45],
    ['at 2 pm', 14],
    ['at 14:30', 2],
    ['they doubled it', 2],
    ['25%', 0.25],
    ['from one point two million to one and a half', 1_500_000],
  ])('where "%s" was said: %d', (text, value) => {
    expect(valuesHeld(plainText(text))).toContain(value);
  });

  it.each([
    ['twenty five', 20],
    ['twenty five', 5],
    ['one hundred and forty', 14],
    ['10,000', 10],
  ])('where "%s" was said: not %d, which is a part of it', (text, value) => {
    expect(valuesHeld(plainText(text))).not.toContain(value);
  });
});
