/** The middle value; of an even number of values the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('There is no median of nothing.');
  return middle;
}

/** The value that `share` (0 to 1) of the values do not exceed. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(Math.ceil(sorted.length * share), sorted.length) - 1];
  if (value === undefined) throw new Error('There is no percentile of nothing.');
  return value;
}

export const p95 = (values: readonly number[]): number => percentile(values, 0.95);
