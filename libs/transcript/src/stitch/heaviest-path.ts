/** A word of one recognition that may be a word of another: positions in the two, and how much speaks for it. */
export interface Match {
  first: number;
  second: number;
  /** Above 0. */
  weight: number;
}

/**
 * The matches of greatest total weight that keep the order of both sequences, each position used once
 * (the heaviest increasing subsequence, in O(n log n)).
 */
export function heaviestPath(matches: Match[]): Match[] {
  // A later match with the same first position must not continue an earlier one.
  const ordered = matches.toSorted((a, b) => a.first - b.first || b.second - a.second);
  const size = ordered.reduce((most, { second }) => Math.max(most, second), 0) + 1;
  const bestUpTo = new Array<Step | undefined>(size + 1).fill(undefined);
  let best: Step | undefined;

  for (const match of ordered) {
    const before = bestBelow(bestUpTo, match.second);
    const step = { match, before, total: (before?.total ?? 0) + match.weight };
    offer(bestUpTo, step);
    if (best === undefined || step.total > best.total) best = step;
  }
  const path: Match[] = [];
  for (let step = best; step !== undefined; step = step.before) path.push(step.match);
  return path.reverse();
}

interface Step {
  match: Match;
  before: Step | undefined;
  total: number;
}

/** The best step that ends below a position of the second sequence (a Fenwick tree of maxima). */
function bestBelow(tree: (Step | undefined)[], second: number): Step | undefined {
  let best: Step | undefined;
  for (let node = second; node > 0; node -= node & -node) {
    const step = tree[node];
    if (step !== undefined && (best === undefined || step.total > best.total)) best = step;
  }
  return best;
}

function offer(tree: (Step | undefined)[], step: Step): void {
  for (let node = step.match.second + 1; node < tree.length; node += node & -node) {
    const known = tree[node];
    if (known === undefined || step.total > known.total) tree[node] = step;
  }
}
