/** A stretch of time in ms since the epoch. */
export interface Span {
  start: number;
  end: number;
}

/** How many ms of `whole` at least one of the spans covers; where they overlap it counts once. */
export function coveredMs(whole: Span, spans: readonly Span[]): number {
  let covered = 0;
  let reached = whole.start;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, reached);
    const end = Math.min(span.end, whole.end);
    if (end <= start) continue;
    covered += end - start;
    reached = end;
  }
  return covered;
}
