import type { Agreement, AgreedWord } from './agreement.ts';
import type { HeardWord } from './overlap.ts';

/** Two different words this near (ms) may be two spellings of one. */
const nearMs = 1_000;
/** The same where times are guessed. */
const nearGuessedMs = 3_000;

/** For each word of both recognitions: whether the other one has nothing at all for it, not even another word. */
export interface Unanswered {
  first: boolean[];
  second: boolean[];
}

export function findUnanswered(
  first: HeardWord[],
  second: HeardWord[],
  { path, crossing }: Agreement,
): Unanswered {
  const agreed = [...path, ...crossing];
  const agreedFirst = new Set(agreed.map((word) => word.first));
  const agreedSecond = new Set(agreed.map((word) => word.second));
  const result: Unanswered = { first: first.map(() => false), second: second.map(() => false) };
  for (const gap of gapsOf(path, first.length, second.length)) {
    const ones = range(gap.from.first, gap.to.first).filter((i) => !agreedFirst.has(i));
    const others = range(gap.from.second, gap.to.second).filter((i) => !agreedSecond.has(i));
    for (const i of ones) result.first[i] = !others.some((j) => near(first[i], second[j]));
    for (const j of others) result.second[j] = !ones.some((i) => near(first[i], second[j]));
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

function near(a: HeardWord | undefined, b: HeardWord | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const withinMs = a.timed && b.timed ? nearMs : nearGuessedMs;
  return a.startMs - b.endMs <= withinMs && b.startMs - a.endMs <= withinMs;
}
