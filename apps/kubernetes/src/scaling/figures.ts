import type { Simulated } from './simulate.ts';

/** The value that so large a share of the values does not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export interface Waits {
  uploads: number;
  /** Until a worker began, in seconds. */
  first: { median: number; p95: number; most: number };
  /** Until the note was there, over what it takes alone, in seconds. */
  whole: { median: number; p95: number; most: number };
}

type Span = readonly [from: number, to: number];

/** How long uploads of people waited that came within these times. */
export function waitsOf({ finished }: Simulated, [from, to]: Span): Waits {
  const uploads = finished.filter(
    ({ meeting: { kind, arrivesAt } }) =>
      kind === 'interactive' && arrivesAt >= from && arrivesAt < to,
  );
  const of = (values: number[]) => ({
    median: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    most: quantile(values, 1),
  });
  return {
    uploads: uploads.length,
    first: of(uploads.map(({ firstWait }) => firstWait)),
    whole: of(uploads.map(({ wholeWait }) => wholeWait)),
  };
}

/** From the first file of the import until the last of its notes. */
export function importSpan({ finished }: Simulated): Span {
  const files = finished.filter(({ meeting }) => meeting.kind === 'import');
  return [
    Math.min(...files.map(({ meeting }) => meeting.arrivesAt)),
    Math.max(...files.map(({ endedAt }) => endedAt)),
  ];
}
