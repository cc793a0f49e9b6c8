import { follows, type Agreement, type AgreedWord } from './agreement.ts';
import { clamp, type Span } from '../place.ts';
import { unsureEdgeMs, type RecognizedWord } from './overlap.ts';

/** Where to change over: so many words from the first recognition, the second's from there on. */
export interface Cut {
  first: number;
  second: number;
}

interface Candidate extends Cut {
  /** Agreed words in a row right beside the cut, 0 to 6. */
  support: number;
}

export interface Recognitions {
  first: RecognizedWord[];
  second: RecognizedWord[];
  agreement: Agreement;
  /** For each word whether nothing replaces it when the cut leaves it out. */
  atStake: { first: boolean[]; second: boolean[] };
  overlap: Span;
}

/** A longer row of agreed words on one side of a cut says no more. */
const enoughSupport = 3;
const longPauseMs = 1_000;
/** A word at its chunk's border is as likely a piece of another: not worth leaving the middle for. */
const edgeWeight = 0.1;

/**
 * The best place to change over: where the fewest words are lost, then near the middle (words at the borders
 * are unsure), between words both agree on, in a pause. Always beside an agreed word where there is one, so
 * that a stretch that was recognized differently in the two comes whole from one of them.
 */
export function chooseCut(recognized: Recognitions): Cut {
  const lostBefore = lostWords(recognized);
  const costOf = (candidate: Candidate) =>
    3 * (lostBefore(candidate) + crossed(recognized.agreement.crossing, candidate)) +
    distanceFromMiddle(recognized, candidate) +
    (1 - candidate.support / (2 * enoughSupport)) -
    pauseAt(recognized, candidate) / (2 * longPauseMs);
  const costs = candidatesOf(recognized).map((candidate) => ({
    candidate,
    cost: costOf(candidate),
  }));
  return costs.reduce((best, next) => (next.cost < best.cost ? next : best)).candidate;
}

function candidatesOf({ first, second, agreement }: Recognitions): Candidate[] {
  const { path } = agreement;
  const size = { first: first.length, second: second.length };
  if (path.length === 0) return timedCandidates(first, second);
  const rowBefore = rows(path);
  const rowAfter = rows(path.toReversed().map(({ first: i, second: j }) => mirror(i, j))).reverse();
  return [...path, size].flatMap((to, index): Candidate[] => {
    const from = path[index - 1] ?? { first: -1, second: -1 };
    const before = rowBefore[index - 1] ?? 0;
    const after = rowAfter[index] ?? 0;
    const afterAgreed = { first: from.first + 1, second: from.second + 1 };
    if (follows(from, to)) return [{ ...to, support: before + after }];
    return [
      { ...afterAgreed, support: before },
      { ...to, support: after },
    ];
  });
}

/** For each agreed word, how many in a row end there. */
function rows(path: AgreedWord[]): number[] {
  let row = 0;
  return path.map((word, index) => {
    row = follows(path[index - 1], word) ? row + 1 : 1;
    return Math.min(row, enoughSupport);
  });
}

function mirror(first: number, second: number): AgreedWord {
  return { first: -first, second: -second };
}

/** Nothing is agreed on: change over by time, before any word. */
function timedCandidates(first: RecognizedWord[], second: RecognizedWord[]): Candidate[] {
  const middleOf = (word: RecognizedWord) => (word.startMs + word.endMs) / 2;
  const times = [...first, ...second].map((word) => word.startMs).sort((a, b) => a - b);
  const cut = { first: 0, second: 0 };
  const passed = (word: RecognizedWord | undefined, timeMs: number) =>
    word !== undefined && middleOf(word) < timeMs;
  const cuts = [...times, Infinity].map((timeMs): Candidate => {
    while (passed(first[cut.first], timeMs)) cut.first += 1;
    while (passed(second[cut.second], timeMs)) cut.second += 1;
    return { ...cut, support: 0 };
  });
  return [{ first: 0, second: 0, support: 0 }, ...cuts];
}

/** How many words a cut would lose that only one recognition has; one at its chunk's border hardly counts. */
function lostWords({ first, second, atStake, overlap }: Recognitions): (cut: Cut) => number {
  const weigh = (lost: boolean | undefined, atEdge: boolean) =>
    !lost ? 0 : atEdge ? edgeWeight : 1;
  const firstSums = sums(
    first.map((word, i) => weigh(atStake.first[i], word.endMs > overlap.endMs - unsureEdgeMs)),
  );
  const secondSums = sums(
    second.map((word, j) =>
      weigh(atStake.second[j], word.startMs < overlap.startMs + unsureEdgeMs),
    ),
  );
  const all = firstSums[first.length] ?? 0;
  return (cut) => all - (firstSums[cut.first] ?? 0) + (secondSums[cut.second] ?? 0);
}

function sums(weights: number[]): number[] {
  let sum = 0;
  return [0, ...weights.map((weight) => (sum += weight))];
}

/** How many words said at the same time lie on different sides of a cut. */
function crossed(crossing: AgreedWord[], cut: Cut): number {
  return crossing.filter((word) => word.first < cut.first !== word.second < cut.second).length;
}

/** 0 in the middle of the overlap, 1 at its borders. */
function distanceFromMiddle({ first, second, overlap }: Recognitions, cut: Cut): number {
  const before = first[cut.first - 1];
  const after = second[cut.second];
  const halfMs = (overlap.endMs - overlap.startMs) / 2;
  const atMs =
    before !== undefined && after !== undefined
      ? (before.endMs + after.startMs) / 2
      : (before?.endMs ?? after?.startMs ?? overlap.startMs + halfMs);
  return Math.abs(atMs - overlap.startMs - halfMs) / Math.max(halfMs, 1);
}

/** The pause (ms) both recognitions have at a cut, up to the longest that matters; below 0 words overlap. */
function pauseAt({ first, second }: Recognitions, cut: Cut): number {
  const pauseIn = (words: RecognizedWord[], at: number) =>
    (words[at]?.startMs ?? Infinity) - (words[at - 1]?.endMs ?? -Infinity);
  const pause = Math.min(pauseIn(first, cut.first), pauseIn(second, cut.second));
  return clamp(pause, -longPauseMs, longPauseMs);
}
