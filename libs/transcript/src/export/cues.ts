import { maxLineColumns, type Cue } from './cue.ts';
import type { SpokenSegment } from './document.ts';
import { holdOn } from './hold-on.ts';
import { nameColumns } from './name-in-text.ts';
import { runsOf, type Run } from './runs.ts';
import { splitRun } from './split-run.ts';

export interface CueOptions {
  /** Whether the speaker's name stands in the text, and takes room there. */
  named?: boolean;
}

/**
 * A transcript as cues in order of their beginnings. Cues of one speaker never overlap. No word is left out.
 */
export const cuesOf = (
  segments: readonly SpokenSegment[],
  { named = false }: CueOptions = {},
): Generator<Cue> => holdOn(asTheyBegin(runsOf(segments), named), named);

/** The cues of runs that come in order of their beginnings, in order of their own. */
function* asTheyBegin(runs: Iterable<Run>, named: boolean): Generator<Cue> {
  const waiting: Cue[] = [];
  const begun = new Map<string, number>();
  for (const [run, next] of withNext(runs)) {
    // Nothing that is still to come begins before this run does.
    const due = waiting.findIndex((cue) => cue.startMs >= run.startMs);
    yield* waiting.splice(0, due === -1 ? waiting.length : due);
    const name = named ? Math.min(nameColumns(run.speaker), maxLineColumns) : 0;
    // It stands where another speaker was shown before: within a run, only while somebody else speaks as well.
    const isAlone = waiting.length === 0 && !(next && next.startMs <= lastStartOf(run));
    for (const { startMs, ...cue } of splitRun(run, (from) => (from > 0 && isAlone ? 0 : name))) {
      // One speaker's segments may overlap. What is written later is not shown earlier.
      const begins = { ...cue, startMs: Math.max(startMs, begun.get(cue.speaker) ?? 0) };
      begun.set(cue.speaker, begins.startMs);
      waiting.splice(placeOf(begins, waiting), 0, begins);
    }
  }
  yield* waiting;
}

function* withNext(runs: Iterable<Run>): Generator<[Run, Run | undefined]> {
  let current: Run | undefined;
  for (const next of runs) {
    if (current !== undefined) yield [current, next];
    current = next;
  }
  if (current !== undefined) yield [current, undefined];
}

const lastStartOf = ({ pieces }: Run): number => pieces.at(-1)?.startMs ?? 0;

/** Behind all that do not begin later: looked up by halves, because a speech of hours waits here while others talk. */
function placeOf({ startMs }: Cue, waiting: readonly Cue[]): number {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle]?.startMs ?? Infinity) <= startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
