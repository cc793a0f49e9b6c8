import type { Agreement, AgreedWord } from './agreement.ts';
import { guessErrorMs, type RecognizedWord } from './overlap.ts';

/** Two different words this near (ms) may be two spellings of one. */
const nearMs = 1_000;

/** For each word of both recognitions: whether the other one has nothing at all for it, not even another word. */
export interface Unanswered {
  first: boolean[];
  second: boolean[];
}

export function findUnanswered(
  first: RecognizedWord[],
  second: RecognizedWord[],
  { path, crossing }: Agreement,
): Unanswered {
  const agreed = [...path, ...crossing];
  const agreedFirst = new Set(agreed.map((word) => word.first));
  const agreedSecond = new Set(agreed.map((word) => word.second));
  const result: Unanswered = { first: first.map(() => false), second: second.map(() => false) };
  for (const gap of gapsOf(path, first.length, second.length)) {
    const ones = range(gap.from.first, gap.to.first).filter((i) => !agreedFirst.has(i));
    const others = range(gap.from.second, gap.to.second).filter((i) => !agreedSecond.has(i));
    const own = ones.flatMap((i) => first[i] ?? []);
    const other = others.flatMap((j) => second[j] ?? []);
    for (const at of leftAlone(own, other)) result.first[ones[at] ?? -1] = true;
    for (const at of leftAlone(other, own)) result.second[others[at] ?? -1] = true;
  }
  return result;
}

/** The stretches between agreed words. */
function gapsOf(path: AgreedWord[], firstSize: number, secondSize: number) {
  const ends = [...path, { first: firstSize, second: secondSize }];
  return ends.map((to, index) => {
    const before = path[index - 1] ?? { first: -1, second: -1 };
    return { from: { first: before.first + 1, second: before.second + 1 }, to };
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, index) => from + index);
}

/** Positions of the words that have none of the others near them, each of which can stand for two at most. */
function leftAlone(words: RecognizedWord[], others: RecognizedWord[]): number[] {
  const byDistance = words
    .map((word, position) => ({ position, offMs: distanceToNearest(word, others) }))
    .sort((a, b) => a.offMs - b.offMs);
  const answered = byDistance.filter(({ offMs }) => offMs <= 0).slice(0, 2 * others.length);
  const positions = new Set(answered.map(({ position }) => position));
  return [...words.keys()].filter((position) => !positions.has(position));
}

/** How far (ms) beyond what counts as near; 0 or less is near. */
function distanceToNearest(word: RecognizedWord, others: RecognizedWord[]): number {
  return others.reduce((nearest, other) => {
    const apartMs = Math.max(word.startMs - other.endMs, other.startMs - word.endMs);
    return Math.min(nearest, apartMs - (word.timed && other.timed ? nearMs : guessErrorMs));
  }, Infinity);
}
