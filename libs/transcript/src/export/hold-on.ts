import { columnsPerSecond, type Cue } from './cue.ts';
import { nameColumns } from './name-in-text.ts';
import { columnsOf } from './pieces.ts';

/** What is shown at all is seen, however fast people speak. */
export const minMs = 100;
/** What is not worth a look in less, where nobody goes on speaking. */
const lookMs = 1_000;
/** How far behind the voice a cue may begin so that the one before can be read. */
export const maxLagMs = 1_000;

/**
 * Cues in order of their beginnings, each held on until it can be read, as far as speech allows: the next one waits for
 * it a second at most, and not at all where two speak at once.
 * @param named whether names are read, too: where another speaker begins.
 */
export function* holdOn(cues: Iterable<Cue>, named = false): Generator<Cue> {
  const freeFrom = new Map<string, number>();
  let spoken: Cue | undefined;
  let shown = { startMs: 0, endMs: 0 };

  function held(cue: Cue, next: Cue | undefined): Cue {
    const follows = spoken !== undefined && spoken.endMs <= cue.startMs;
    const name = named && cue.speaker !== spoken?.speaker ? nameColumns(cue.speaker) : 0;
    const startMs = Math.max(
      cue.startMs,
      shown.startMs,
      freeFrom.get(cue.speaker) ?? 0,
      follows ? Math.min(shown.endMs, cue.startMs + maxLagMs) : 0,
    );
    const room = next === undefined ? Infinity : next.startMs + maxLagMs;
    const endMs = Math.max(
      startMs + minMs,
      cue.endMs,
      Math.min(startMs + Math.max(lookMs, readMs(cue, name)), room),
    );
    freeFrom.set(cue.speaker, endMs);
    spoken = cue;
    shown = { startMs, endMs };
    return { ...cue, startMs, endMs };
  }

  let current: Cue | undefined;
  for (const next of cues) {
    if (current !== undefined) yield held(current, next);
    current = next;
  }
  if (current !== undefined) yield held(current, undefined);
}

function readMs({ pieces }: Cue, name: number): number {
  const spaces = pieces.filter(({ spaced }, index) => spaced && index > 0).length;
  const columns = pieces.reduce((sum, { text }) => sum + columnsOf(text), spaces + name);
  return Math.ceil((columns / columnsPerSecond) * 1_000);
}
