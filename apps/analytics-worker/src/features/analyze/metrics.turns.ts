import type { Interval } from './metrics.intervals.ts';

/** When one speaker talks. */
export interface Talk extends Interval {
  speakerKey: string;
}

/**
 * Maximal runs of consecutive segments by one speaker, each from its first start to its latest end.
 * Takes segments in order of start: then nobody else begins within a turn.
 */
export function turnsOf(segments: Talk[]): Talk[] {
  const turns: Talk[] = [];
  for (const { speakerKey, startMs, endMs } of segments) {
    const last = turns.at(-1);
    if (last?.speakerKey === speakerKey) last.endMs = Math.max(last.endMs, endMs);
    else turns.push({ speakerKey, startMs, endMs });
  }
  return turns;
}
