import type { WireDiff } from './minutes.schemas.ts';

type Changed = WireDiff['summary'];

/** What became of the statements of one version in another, in reading order: as few changes as can be. */
export function diffStatements(before: readonly string[], after: readonly string[]): Changed {
  const kept = keptLengths(before, after);
  const changes: Changed = [];
  let [from, to] = [0, 0];
  while (from < before.length || to < after.length) {
    const [was, is] = [before[from], after[to]];
    if (was !== undefined && was === is) {
      changes.push({ change: 'same', text: was });
      from += 1;
      to += 1;
    } else if (was !== undefined && (is === undefined || at(from + 1, to) >= at(from, to + 1))) {
      changes.push({ change: 'removed', text: was });
      from += 1;
    } else if (is !== undefined) {
      changes.push({ change: 'added', text: is });
      to += 1;
    }
  }
  return changes;

  function at(row: number, column: number): number {
    return kept[row]?.[column] ?? 0;
  }
}

/** How many statements the rests of both have in common, in this order, from each pair of places on. */
function keptLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let from = before.length - 1; from >= 0; from -= 1) {
    for (let to = after.length - 1; to >= 0; to -= 1) {
      const [row, next] = [lengths[from], lengths[from + 1]];
      if (row === undefined || next === undefined) continue;
      row[to] =
        before[from] === after[to]
          ? (next[to + 1] ?? 0) + 1
          : Math.max(next[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  return lengths;
}
