import { scaleLetters } from './number-words.ts';
import { rounded, wordAt, wordsAt, type NumberInText } from './spoken-numbers.ts';
import type { Token } from './tokens.ts';

/** Roman or grouped figures aside, what a figure can mean in the countries that write it. */
function valuesOfFigure(text: string): number[] {
  const digits = text.replaceAll(/[' \u00a0]/g, '');
  if (/^\d+$/.test(digits)) return [Number(digits)];
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits)) return [Number(digits.replaceAll(',', ''))];
  if (/^\d{1,3}\.\d{3}$/.test(digits)) return [Number(digits), Number(digits.replace('.', ''))];
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(digits)) {
    return [Number(digits.replaceAll('.', '').replace(',', '.'))];
  }
  if (/^\d+[.,]\d+$/.test(digits)) return [Number(digits.replace(',', '.'))];
  // Dates, versions, numbers of sections: each part by itself.
  return [];
}

/** The numbers of a text, in figures of any script and in words. */
export function numbersIn(tokens: readonly Token[]): NumberInText[] {
  const found: NumberInText[] = [];
  for (let at = 0; at < tokens.length;) {
    const number = figureAt(tokens, at) ?? wordsAt(tokens, at);
    if (number === null) at += 1;
    else {
      found.push(...number);
      at = number.at(-1)?.to ?? at + 1;
    }
  }
  return withRanges(tokens, found);
}

function figureAt(tokens: readonly Token[], at: number): NumberInText[] | null {
  const token = tokens[at];
  if (token?.kind !== 'figure') return null;
  const base = valuesOfFigure(token.text);
  if (base.length === 0) {
    return token.text
      .split(/[.,]/)
      .map((part) => ({ values: [Number(part)], from: at, to: at + 1, inWords: false }));
  }
  let values = base;
  let to = at + 1;
  const next = tokens[to];
  const letters = next?.kind === 'word' ? scaleLetters.get(next.text) : undefined;
  // "10 m" is a length, "10m" may be one.
  if (letters !== undefined && next?.spaced === false) {
    values = [...values.map((value) => value * letters), ...(next.text === 'm' ? values : [])];
    to += 1;
  }
  for (let word = wordAt(tokens, to); word?.kind === 'scale'; word = wordAt(tokens, to)) {
    const { value: scale } = word;
    values = values.map((value) => rounded(value * scale));
    to += 1;
  }
  return [{ values, from: at, to, inWords: false }];
}

const rangeWords = new Set(['to', 'or', '-', 'bis', 'oder', 'a', 'o', 'à', 'ou', '~', 'and']);

/** "two to three million": the two may be two million. */
function withRanges(tokens: readonly Token[], found: NumberInText[]): NumberInText[] {
  return found.map((number, position) => {
    const next = found[position + 1];
    const isRange =
      next?.from === number.to + 1 && rangeWords.has(tokens[number.to]?.text.toLowerCase() ?? '');
    if (!isRange) return number;
    const scale = [1e12, 1e9, 1e6, 1e3, 100].find(
      (one) =>
        next.values.some((value) => value >= one) && number.values.every((value) => value < one),
    );
    const more = scale === undefined ? [] : number.values.map((value) => rounded(value * scale));
    return { ...number, values: [...number.values, ...more] };
  });
}
