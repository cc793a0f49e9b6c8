import { assign } from '../known-meeting/assign.ts';
import type { MeasuredSegment } from './types.ts';

export interface DiarizationError {
  /** Speech of the reference during which too few are said to speak, in ms; two at once count twice. */
  missedMs: number;
  /** What is said to be speech beyond the reference. */
  falseAlarmMs: number;
  /** Speech under somebody else. */
  confusedMs: number;
  speechMs: number;
  /** All three of the speech; can exceed 1. */
  rate: number;
}

type Interval = Pick<MeasuredSegment, 'speaker' | 'startMs' | 'endMs'>;

/**
 * Diarization error rate (DER) as NIST's md-eval counts it and MeetEval reports it (https://github.com/fgnt/meeteval):
 * speech of several at once included, speakers paired so that they share the most time, no collar.
 */
export function diarizationError(
  reference: readonly Interval[],
  answer: readonly Interval[],
): DiarizationError {
  const moments = momentsOf(reference, answer);
  const truth = [...new Set(reference.map(({ speaker }) => speaker))];
  const said = [...new Set(answer.map(({ speaker }) => speaker))];
  const shared = truth.map(() => said.map(() => 0));
  for (const { ms, truly, answered } of moments) {
    for (const speaker of truly) {
      const row = shared[truth.indexOf(speaker)];
      for (const other of answered) {
        const column = said.indexOf(other);
        if (row !== undefined) row[column] = (row[column] ?? 0) + ms;
      }
    }
  }
  const partner = new Map(
    assign(shared).map((column, row) => [truth[row] ?? '', said[column]] as const),
  );
  const error = { missedMs: 0, falseAlarmMs: 0, confusedMs: 0, speechMs: 0 };
  for (const { ms, truly, answered } of moments) {
    const right = [...truly].filter((speaker) => {
      const other = partner.get(speaker);
      return other !== undefined && answered.has(other);
    }).length;
    error.speechMs += ms * truly.size;
    error.missedMs += ms * Math.max(0, truly.size - answered.size);
    error.falseAlarmMs += ms * Math.max(0, answered.size - truly.size);
    error.confusedMs += ms * (Math.min(truly.size, answered.size) - right);
  }
  const wrongMs = error.missedMs + error.falseAlarmMs + error.confusedMs;
  return { ...error, rate: error.speechMs === 0 ? 0 : wrongMs / error.speechMs };
}

interface Moment {
  ms: number;
  truly: Set<string>;
  answered: Set<string>;
}

/** The recording in stretches during which nobody begins or ends. */
function momentsOf(reference: readonly Interval[], answer: readonly Interval[]): Moment[] {
  const changes = [
    ...reference.flatMap((one) => changesOf(one, 'truly')),
    ...answer.flatMap((one) => changesOf(one, 'answered')),
  ].sort((a, b) => a.atMs - b.atMs);
  const speaking = { truly: new Map<string, number>(), answered: new Map<string, number>() };
  const moments: Moment[] = [];
  let fromMs = changes[0]?.atMs ?? 0;
  for (const { atMs, of, speaker, by } of changes) {
    if (atMs > fromMs) {
      const { truly, answered } = speaking;
      moments.push({
        ms: atMs - fromMs,
        truly: new Set(truly.keys()),
        answered: new Set(answered.keys()),
      });
    }
    fromMs = atMs;
    const count = (speaking[of].get(speaker) ?? 0) + by;
    if (count === 0) speaking[of].delete(speaker);
    else speaking[of].set(speaker, count);
  }
  return moments;
}

function changesOf({ speaker, startMs, endMs }: Interval, of: 'truly' | 'answered') {
  if (endMs <= startMs) return [];
  return [
    { atMs: startMs, of, speaker, by: 1 },
    { atMs: endMs, of, speaker, by: -1 },
  ];
}
