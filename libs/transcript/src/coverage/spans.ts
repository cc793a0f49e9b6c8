import type { Span } from '../place.ts';

/** The stretches in which any of the spans is: in order, apart from each other, none of them empty. */
export function unite(spans: readonly Span[]): Span[] {
  const united: Span[] = [];
  for (const { startMs, endMs } of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    if (endMs <= startMs) continue;
    const last = united.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else united.push({ startMs, endMs });
  }
  return united;
}

/** What is in both of two united lists. */
export function intersect(some: readonly Span[], others: readonly Span[]): Span[] {
  const shared: Span[] = [];
  let [one, other] = [0, 0];
  for (;;) {
    const [a, b] = [some[one], others[other]];
    if (a === undefined || b === undefined) return shared;
    const span = { startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) };
    if (span.endMs > span.startMs) shared.push(span);
    if (a.endMs < b.endMs) one += 1;
    else other += 1;
  }
}

/** What is in the first of two united lists and not in the second. */
export function subtract(from: readonly Span[], others: readonly Span[]): Span[] {
  return intersect(from, complement(others));
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

function complement(spans: readonly Span[]): Span[] {
  const edges = [-Infinity, ...spans.flatMap(({ startMs, endMs }) => [startMs, endMs]), Infinity];
  return Array.from({ length: edges.length / 2 }, (_, index) => {
    return { startMs: edges[2 * index] ?? 0, endMs: edges[2 * index + 1] ?? 0 };
  });
}
