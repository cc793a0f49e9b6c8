import { impliedBy, numberWordOf, scaleLetters, type NumberWord } from './number-words.ts';
import { tokensOf, type Token } from './tokens.ts';

/** A number in a text. */
export interface NumberInText {
  /** What it may be: 1.500 is one and a half, or 1500. */
  values: number[];
  /** Its first token, and the one behind its last. */
  from: number;
  to: number;
  /** Whether it is written in letters. */
  inWords: boolean;
}

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

const wordAt = (tokens: readonly Token[], at: number) => {
  const token = tokens[at];
  return token?.kind === 'word' ? numberWordOf(token.text) : undefined;
};

const rounded = (value: number): number => Number(value.toPrecision(12));

/** A number in words as far as it is read. */
interface Reading {
  value: number;
  /** Of the group before a thousand or a million. */
  group: number;
  /** What may follow is less than this; 0 for nothing but a scale. */
  room: number;
}

const nothing: Reading = { value: 0, group: 0, room: Infinity };

/** The reading with one more word; null where that begins another number. */
function withWord({ value, group, room }: Reading, word: NumberWord): Reading | null {
  if (word.kind !== 'scale') {
    if (word.value >= room) return null;
    return { value, group: group + word.value, room: word.kind === 'tens' ? 10 : 0 };
  }
  const { value: scale } = word;
  if (group === 0 && room !== Infinity) return { value: value * scale, group: 0, room };
  const times = group === 0 ? 1 : group;
  if (scale < 1_000) return { value, group: times * scale, room: scale };
  return { value: value + times * scale, group: 0, room: scale };
}

/** "two hundred and fifty", "one point five million", and those that follow each other: "twenty twenty-six". */
function wordsAt(tokens: readonly Token[], start: number): NumberInText[] | null {
  if (tokens[start]?.kind !== 'word') return null;
  const half = halfAt(tokens, start);
  if (half !== null) return [half];
  if (wordAt(tokens, start) === undefined) return null;
  const numbers: NumberInText[] = [];
  let [at, from] = [start, start];
  let reading = nothing;
  const end = (): void => {
    numbers.push({ values: [rounded(reading.value + reading.group)], from, to: at, inWords: true });
    [reading, from] = [nothing, at];
  };
  for (;;) {
    const word = wordAt(tokens, at);
    const longer = word && withWord(reading, word);
    if (longer) {
      reading = longer;
      at += 1;
    } else if (word === undefined) {
      const inside = insideAt(tokens, at, reading);
      if (inside === null) break;
      reading = inside.reading;
      at = inside.to;
    } else end();
  }
  end();
  if (numbers.length === 1) return numbers;
  const said = numbers.map(({ values }) => values[0] ?? 0);
  return numbers.map((number, position) => withNeighbours(said, number, position));
}

/** "half a million" */
function halfAt(tokens: readonly Token[], from: number): NumberInText | null {
  if (tokens[from]?.text.length !== 4) return null;
  const scale = wordAt(tokens, from + 2);
  const isHalf = ['half', 'a'].every((one, by) => tokens[from + by]?.text.toLowerCase() === one);
  if (!isHalf || scale?.kind !== 'scale') return null;
  return { values: [scale.value / 2], from, to: from + 3, inWords: true };
}

/** As long as telephone numbers are. */
const mostDigits = 20;

/** Digits, and halves of a year, that are said one by one are also what they make together. */
function withNeighbours(
  said: readonly number[],
  number: NumberInText,
  position: number,
): NumberInText {
  const joined = [
    said.slice(position, position + 2),
    said.slice(Math.max(0, position - 1), position + 1),
    ...(said.length > mostDigits ? [] : [said]),
  ];
  return { ...number, values: [...number.values, ...joined.map((some) => Number(some.join('')))] };
}

/** What may stand inside of a number in words. */
function insideAt(
  tokens: readonly Token[],
  at: number,
  reading: Reading,
): { reading: Reading; to: number } | null {
  const word = tokens[at]?.text.toLowerCase() ?? '';
  const next = wordAt(tokens, at + 1);
  const { group, room } = reading;
  if (next !== undefined && next.kind !== 'scale' && next.value < room) {
    const isInside = room >= 100 ? word === 'and' || word === '-' : ['-', 'y', 'et'].includes(word);
    if (isInside) return { reading, to: at + 1 };
  }
  if (word === 'point' && next?.kind === 'unit' && next.value < 10) {
    return { reading: { ...reading, group: group + next.value / 10, room: 0 }, to: at + 2 };
  }
  if (word === '-' && room === 10 && tokens[at + 1]?.text.toLowerCase() === 'first') {
    return { reading: { ...reading, group: group + 1, room: 0 }, to: at + 2 };
  }
  const isHalf = ['and', 'a', 'half'].every(
    (one, by) => tokens[at + by]?.text.toLowerCase() === one,
  );
  return isHalf ? { reading: { ...reading, group: group + 0.5, room: 0 }, to: at + 3 } : null;
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

const clock = /(?<!\d)(?<hour>[01]?\d|2[0-4])[:.h](?<minute>[0-5]\d)(?!\d)/g;
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
