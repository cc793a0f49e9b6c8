import type { LooseSpan } from './fields.ts';

/** One in ten may be a slip; more are a clock that nobody should trust, and are left as they are for who judges it. */
const slipShare = 0.1;
/** Of fewer elements nobody can say which one is wrong. */
const leastElements = 3;

/**
 * Words without the few times among them that cannot be: an end before its start, a start out of order. They are words
 * without a time from then on.
 */
export function withoutWordSlips<S extends LooseSpan>(words: readonly S[]): S[] {
  const inOrder = longestInOrder(words.map(({ startMs }) => startMs));
  return withoutTimes(words, (word, index) => {
    if (!inOrder.has(index)) return { startMs: null, endMs: null };
    return isUpended(word) ? { startMs: word.startMs, endMs: null } : null;
  });
}

/**
 * The same for turns, which come in any order: an end before its start, or a time behind the end of the audio that is not
 * the last in the list. One at the end is a clock that drifts.
 */
export function withoutTurnSlips<S extends LooseSpan>(turns: readonly S[], latestMs: number): S[] {
  return withoutTimes(turns, (turn, index) => {
    const overshoots = Math.max(turn.startMs ?? 0, turn.endMs ?? 0) > latestMs;
    if (overshoots && index < turns.length - 1) return { startMs: null, endMs: null };
    return isUpended(turn) ? { startMs: turn.startMs, endMs: null } : null;
  });
}

/**
 * Without those that say the same at the same time as one before them: an answer that was given twice, as a draft and
 * once more, or with every turn doubled. Nobody says the same words twice at once.
 */
export function withoutDoubles<S extends LooseSpan>(
  turns: readonly S[],
  saying: (turn: S) => string,
): S[] {
  const said = new Set<string>();
  return turns.filter((turn) => {
    const { startMs, endMs } = turn;
    if (startMs === null || endMs === null || endMs <= startMs) return true;
    const key = `${startMs} ${endMs} ${saying(turn)}`;
    if (said.has(key)) return false;
    said.add(key);
    return true;
  });
}

const isUpended = ({ startMs, endMs }: LooseSpan): boolean =>
  startMs !== null && endMs !== null && endMs < startMs;

function withoutTimes<S extends LooseSpan>(
  spans: readonly S[],
  mended: (span: S, index: number) => LooseSpan | null,
): S[] {
  const changes = spans.map(mended);
  const slips = changes.filter((change) => change !== null).length;
  const most = spans.length < leastElements ? 0 : Math.max(1, slipShare * spans.length);
  if (slips === 0 || slips > most) return [...spans];
  return spans.map((span, index) => ({ ...span, ...changes[index] }));
}

/** The positions of as many starts as can be in order; those without a start are. */
function longestInOrder(starts: readonly (number | null)[]): Set<number> {
  /** For each length, the position of the smallest start with which an order of that length can end. */
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  const startAt = (index: number | undefined) => starts[index ?? -1] ?? -Infinity;
  const inOrder = new Set<number>();
  for (const [index, startMs] of starts.entries()) {
    if (startMs === null) {
      inOrder.add(index);
      continue;
    }
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (startAt(ends[middle]) <= startMs) low = middle + 1;
      else high = middle;
    }
    before.set(index, ends[low - 1]);
    ends[low] = index;
  }
  for (let index = ends.at(-1); index !== undefined; index = before.get(index)) inOrder.add(index);
  return inOrder;
}
