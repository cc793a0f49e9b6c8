import type { Segment } from '../types.ts';

/**
 * Where words of a segment may be now: `[from, to]`, for what was split off from it, or merged into another one. A
 * segment that is not named here has its words itself. Segments that are gone stay in it: later ones lead on from them.
 */
export type Lineage = readonly (readonly [from: number, to: number])[];

/** Segments that stood in a row, and those that stand there since. */
export interface Hunk {
  before: readonly Segment[];
  after: readonly Segment[];
}

/** What the lineage is after these segments took each other's place. */
export function lineageAfter(lineage: Lineage, hunks: readonly Hunk[]): Lineage {
  return hunks.reduce(afterHunk, lineage);
}

function afterHunk(lineage: Lineage, { before, after }: Hunk): Lineage {
  const was = new Set(before.map(({ id }) => id));
  const is = new Set(after.map(({ id }) => id));
  if (was.symmetricDifference(is).size === 0) return lineage;
  // What comes back has its words again.
  const kept = lineage.filter(([from]) => was.has(from) || !is.has(from));
  const known = new Set(kept.map(String));
  const added = [...was].flatMap((from) => [...is].map((to) => [from, to] as const));
  return [...kept, ...added.filter((edge) => edge[0] !== edge[1] && !known.has(String(edge)))];
}

/** Finds the segments of now in which words of a segment of any time before may be; itself, where it is among them. */
export function followIn(
  lineage: Lineage,
  isThere: (id: number) => boolean,
): (id: number) => number[] {
  const next = Map.groupBy(lineage, ([from]) => from);
  return (id) => {
    const reached = new Set([id]);
    // A set that grows while it is walked is walked to its end.
    for (const one of reached) for (const [, to] of next.get(one) ?? []) reached.add(to);
    return [...reached].filter(isThere);
  };
}
