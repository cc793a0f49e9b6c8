import type { WordMatch } from './match-words.ts';
import type { KnownUtterance } from './types.ts';

/** Utterances that begin this close together may stand in either order: their times may each be 150 ms off. */
const indifferentMs = 300;

/** Words out of order in their utterance, and utterances out of order among each other. */
export function countOrderErrors(matches: readonly WordMatch[]): number {
  const asRead = matches.toSorted((a, b) => a.position - b.position);
  const byUtterance = Map.groupBy(asRead, ({ truly }) => truly.utterance);
  let errors = 0;
  const firstRead = new Map<KnownUtterance, number>();
  for (const [utterance, words] of byUtterance) {
    errors += misplaced(
      words.map(({ truly }) => truly.index),
      0,
    );
    firstRead.set(utterance, Math.min(...words.map(({ truly }) => truly.startMs)));
  }
  return errors + misplaced([...firstRead.values()], indifferentMs);
}

/** How many values are outside the longest rising sequence, and not just by `tolerance` next to their neighbours in it. */
function misplaced(values: number[], tolerance: number): number {
  const rising = longestRising(values);
  let errors = 0;
  for (const [index, value] of values.entries()) {
    if (rising.has(index)) continue;
    const before = values[nearest(rising, index, -1, values.length)] ?? -Infinity;
    const after = values[nearest(rising, index, 1, values.length)] ?? Infinity;
    if (value < before - tolerance || value > after + tolerance) errors += 1;
  }
  return errors;
}

function nearest(rising: Set<number>, from: number, step: 1 | -1, length: number): number {
  let index = from;
  while (index >= 0 && index < length && !rising.has(index)) index += step;
  return index;
}

/** Indexes of a longest sequence of values that never falls. */
function longestRising(values: number[]): Set<number> {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, value] of values.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[tails[middle] ?? 0] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    previous[index] = tails[low - 1];
    tails[low] = index;
  }
  const rising = new Set<number>();
  for (let index = tails.at(-1); index !== undefined; index = previous[index]) rising.add(index);
  return rising;
}
