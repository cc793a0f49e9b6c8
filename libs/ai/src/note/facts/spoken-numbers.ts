import { numberWordOf, type NumberWord } from './number-words.ts';
import type { Token } from './tokens.ts';

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

/** Without what binary fractions add. */
export const rounded = (value: number): number => Number(value.toPrecision(12));

/** The number word at a place, if it is one. */
export const wordAt = (tokens: readonly Token[], at: number) => {
  const token = tokens[at];
  return token?.kind === 'word' ? numberWordOf(token.text) : undefined;
};

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
export function wordsAt(tokens: readonly Token[], start: number): NumberInText[] | null {
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
