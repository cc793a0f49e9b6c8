/** Beyond so many differences two texts have nothing to do with each other, and looking on would take long: many segments may change in one edit. */
const mostDifferences = 250;

/**
 * For each key of `after` the place in `before` of the key that it is, or -1: as many as can be kept in their order
 * (Myers, An O(ND) Difference Algorithm and Its Variations, 1986).
 */
export function alignKeys(before: readonly string[], after: readonly string[]): Int32Array {
  const kept = new Int32Array(after.length).fill(-1);
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) {
    kept[start] = start;
    start += 1;
  }
  let [endBefore, endAfter] = [before.length, after.length];
  while (Math.min(endBefore, endAfter) > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore -= 1;
    endAfter -= 1;
    kept[endAfter] = endBefore;
  }
  const [own, other] = [before.slice(start, endBefore), after.slice(start, endAfter)];
  for (const [x, y] of diagonals(own, other)) kept[start + y] = start + x;
  return kept;
}

/** Pairs of places that are the same in both. */
function* diagonals(
  before: readonly string[],
  after: readonly string[],
): Generator<[x: number, y: number]> {
  const [n, m] = [before.length, after.length];
  if (n === 0 || m === 0) return;
  const most = Math.min(n + m, mostDifferences);
  /** The furthest `x` on each diagonal, by `k + most`; what it was before each round. */
  const furthest = new Int32Array(2 * most + 3);
  const rounds: Int32Array[] = [];
  const middle = most + 1;
  for (let d = 0; d <= most; d += 1) {
    rounds.push(furthest.slice(middle - d - 1, middle + d + 2));
    for (let k = -d; k <= d; k += 2) {
      let x = stepsDown(furthest, middle, k, d)
        ? (furthest[middle + k + 1] ?? 0)
        : (furthest[middle + k - 1] ?? 0) + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x += 1;
      furthest[middle + k] = x;
      if (x >= n && x - k >= m) {
        yield* walkBack(rounds, n, m);
        return;
      }
    }
  }
}

const stepsDown = (furthest: Int32Array, middle: number, k: number, d: number): boolean =>
  k === -d || (k !== d && (furthest[middle + k - 1] ?? 0) < (furthest[middle + k + 1] ?? 0));

function* walkBack(
  rounds: readonly Int32Array[],
  n: number,
  m: number,
): Generator<[x: number, y: number]> {
  let [x, y] = [n, m];
  for (let d = rounds.length - 1; d >= 0; d -= 1) {
    const round = rounds[d];
    if (round === undefined) return;
    const middle = d + 1;
    const k = x - y;
    const from = stepsDown(round, middle, k, d) ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (round[middle + from] ?? 0);
    const fromY = d === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      yield [x, y];
    }
    [x, y] = [fromX, fromY];
  }
}
