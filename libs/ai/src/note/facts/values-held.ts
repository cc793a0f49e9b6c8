import { impliedBy } from './number-words.ts';
import { numbersIn } from './numbers.ts';
import { rounded } from './spoken-numbers.ts';
import { tokensOf } from './tokens.ts';

/** A time of day in figures. */
export const clock = /(?<!\d)(?<hour>[01]?\d|2[0-4])[:.h](?<minute>[0-5]\d)(?!\d)/g;
const afternoon = /(?<!\d)(?<hour>1[0-2]|\d)(?:[:.][0-5]\d)?\s?p\.?m\b/gi;
const percent =
  /(?<![\d.,])(?<number>\d{1,9}(?:[.,]\d{1,9})?)\s?(?:%|percent|prozent|por ciento|pour cent)/gi;

/** All numbers that a plain text can be taken to hold. */
export function valuesHeld(plain: string): Set<number> {
  const tokens = tokensOf(plain);
  const numbers = numbersIn(tokens);
  const held = new Set(numbers.flatMap(({ values }) => values));
  // "From one point two million to one and a half": the second is of millions, too.
  for (const scale of [1e3, 1e6, 1e9]) {
    const isSaid = [...held].some((value) => value >= scale && value < scale * 1_000);
    if (!isSaid) continue;
    for (const { values, inWords } of numbers) {
      for (const value of values) if (inWords && value < 1_000) held.add(rounded(value * scale));
    }
  }
  for (const { text, kind } of tokens) {
    if (kind === 'word') for (const one of impliedBy.get(text.toLowerCase()) ?? []) held.add(one);
  }
  for (const { groups } of plain.matchAll(clock)) {
    const [hour, minute] = [Number(groups?.hour), Number(groups?.minute)];
    for (const value of [hour, hour + 12, hour > 12 ? hour - 12 : hour, minute]) held.add(value);
  }
  for (const { groups } of plain.matchAll(afternoon)) held.add(Number(groups?.hour) + 12);
  for (const { groups } of plain.matchAll(percent)) {
    held.add(Number(groups?.number?.replace(',', '.')) / 100);
  }
  return held;
}
