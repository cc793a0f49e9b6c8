/** A half-open stretch of time, integer ms. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/** Disjoint intervals covering the same time. Takes them in order of start; drops empty ones. */
export function union(sorted: Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { startMs, endMs } of sorted) {
    if (endMs <= startMs) continue;
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

/** The time that two or more of these intervals cover. Takes them in order of start. */
export function overlaps(sorted: Interval[]): Interval[] {
  let coveredUntilMs = 0;
  const doubled = sorted.map(({ startMs, endMs }) => {
    // Whatever reaches furthest began no later than this one, so it covers all in between.
    const overlap = { startMs, endMs: Math.min(endMs, coveredUntilMs) };
    coveredUntilMs = Math.max(coveredUntilMs, endMs);
    return overlap;
  });
  return union(doubled);
}

export function totalMs(disjoint: Interval[]): number {
  return disjoint.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0);
}

export function byStart(a: Interval, b: Interval): number {
  return a.startMs - b.startMs;
}
