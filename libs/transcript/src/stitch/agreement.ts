import { heaviestPath, type Match } from './heaviest-path.ts';
import { guessErrorMs, type RecognizedWord } from './overlap.ts';

/** A word that both recognitions of the overlap have: its positions in the two. */
export interface AgreedWord {
  first: number;
  second: number;
}

export interface Agreement {
  /** In the order of both. */
  path: AgreedWord[];
  /** Said at the same time as other words and therefore listed in another order by the two. */
  crossing: AgreedWord[];
}

/** Drift (ms) within which a word may be found again; its neighbours then decide whether it is the same. */
const driftMs = 3_000;
/** Two recognitions of one word differ by less (ms), apart from a drift their neighbours share. */
const jitterMs = 500;

/** Which words two recognitions of the same audio share, by spelling, order and time. */
export function findAgreement(first: RecognizedWord[], second: RecognizedWord[]): Agreement {
  const matches = matchesOf(first, second);
  const path = withoutStrays(heaviestPath(matches), first, second);
  const usualMs = median(path.map((word) => deltaOf(first[word.first], second[word.second])));
  const inTime = matchesInTime(matches, usualMs, first, second);
  const crossing = crossingWords(inTime, path);
  return exchangePartners({ path, crossing }, inTime);
}

/** All pairs of one spelling, near in time; one whose neighbours agree too weighs more. */
function matchesOf(first: RecognizedWord[], second: RecognizedWord[]): Match[] {
  const bySpelling = Map.groupBy(second.keys(), (position) => second[position]?.key ?? '');
  return first.flatMap((word, position) =>
    (bySpelling.get(word.key) ?? []).flatMap((candidate): Match[] => {
      const other = second[candidate];
      const sure = word.timed && other?.timed === true;
      const reachMs = sure ? driftMs : guessErrorMs;
      const distance = Math.abs(deltaOf(word, other));
      if (distance > reachMs) return [];
      const neighbours = [-1, 1].filter((step) => {
        const key = first[position + step]?.key;
        return key !== undefined && key === second[candidate + step]?.key;
      });
      const weight = 1 + neighbours.length / 2 - distance / (2 * reachMs);
      return [{ first: position, second: candidate, weight }];
    }),
  );
}

/** Without words that agree on spelling alone: no neighbour agrees, and their clocks differ from those around. */
function withoutStrays(
  path: Match[],
  first: RecognizedWord[],
  second: RecognizedWord[],
): AgreedWord[] {
  const deltas = path.map((match) => deltaOf(first[match.first], second[match.second]));
  return path.filter((match, index) => {
    const inRun = follows(path[index - 1], match) || follows(match, path[index + 1]);
    const guessed = first[match.first]?.timed === false || second[match.second]?.timed === false;
    const around = deltas.slice(Math.max(index - 4, 0), index + 5);
    // A few words are too little to speak for a drift.
    const usual = around.length < 3 ? 0 : median(around);
    return inRun || guessed || Math.abs((deltas[index] ?? 0) - usual) <= jitterMs;
  });
}

/** Whether one agreed word is the very next after another for both recognitions. */
export function follows(before: AgreedWord | undefined, after: AgreedWord | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  return after.first === before.first + 1 && after.second === before.second + 1;
}

/** Those whose clocks differ by what is usual, the nearest first. */
function matchesInTime(
  matches: Match[],
  usualMs: number,
  first: RecognizedWord[],
  second: RecognizedWord[],
): AgreedWord[] {
  return matches
    .map((match) => {
      const [a, b] = [first[match.first], second[match.second]];
      const sure = a?.timed === true && b?.timed === true;
      const offMs = Math.abs(deltaOf(a, b) - usualMs);
      return { ...match, offMs, allowedMs: sure ? jitterMs : guessErrorMs };
    })
    .filter(({ offMs, allowedMs }) => offMs <= allowedMs)
    .sort((a, b) => a.offMs - b.offMs);
}

function crossingWords(inTime: AgreedWord[], path: AgreedWord[]): AgreedWord[] {
  const usedFirst = new Set(path.map((word) => word.first));
  const usedSecond = new Set(path.map((word) => word.second));
  const crossing: AgreedWord[] = [];
  for (const { first, second } of inTime) {
    if (usedFirst.has(first) || usedSecond.has(second)) continue;
    usedFirst.add(first);
    usedSecond.add(second);
    crossing.push({ first, second });
  }
  return crossing;
}

/**
 * Where somebody says a word twice ("okay, okay") while somebody else speaks, the first of one recognition may have
 * been given the second of the other, and two are left over that match nothing. With partners exchanged all agree.
 */
function exchangePartners({ path, crossing }: Agreement, inTime: AgreedWord[]): Agreement {
  const agreed = [...path, ...crossing];
  const secondOf = new Map(agreed.map(({ first, second }) => [first, second]));
  const usedSecond = new Set(secondOf.values());
  const candidates = Map.groupBy(inTime, ({ second }) => second);
  for (const { first, second: left } of inTime) {
    const given = secondOf.get(first);
    if (given === undefined || usedSecond.has(left)) continue;
    const other = candidates.get(given)?.find((word) => !secondOf.has(word.first));
    if (other === undefined) continue;
    secondOf.set(first, left).set(other.first, given);
    usedSecond.add(left);
  }
  if (secondOf.size === agreed.length) return { path, crossing };
  const words = [...secondOf].map(([first, second]) => ({ first, second, weight: 1 }));
  const inOrder = heaviestPath(words);
  const onPath = new Set(inOrder.map(({ first }) => first));
  return { path: inOrder, crossing: words.filter(({ first }) => !onPath.has(first)) };
}

function deltaOf(a: RecognizedWord | undefined, b: RecognizedWord | undefined): number {
  return (b?.startMs ?? 0) - (a?.startMs ?? 0);
}

/** 0 for none. */
function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
