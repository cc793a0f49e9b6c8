/**
 * Sound takes a moment from the loudspeaker to the microphone, and engines time words differently: further apart, the
 * same word was said twice.
 */
const sameMomentMs = 500;

export interface SaidWord {
  key: string;
  startMs: number;
  endMs: number;
}

/** A word, and the one of the other side that it repeats. */
export interface Match {
  position: number;
  own: SaidWord;
  other: SaidWord;
}

/** The stretches of words of an utterance that the other side has too, in the same order, at the same moment. */
export function runsOf(words: readonly SaidWord[], others: readonly SaidWord[]): Match[][] {
  const runs: Match[][] = [];
  let run: Match[] = [];
  for (const [position, own] of words.entries()) {
    // Punctuation alone breaks nothing.
    if (own.key === '') continue;
    const other = sameWord(own, others, run.at(-1)?.other.startMs ?? -Infinity);
    if (other !== undefined) run.push({ position, own, other });
    if (other === undefined && run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return run.length > 0 ? [...runs, run] : runs;
}

/** The first word of the other side, later than `afterMs`, that is the same at the same moment. */
function sameWord(
  { key, startMs }: SaidWord,
  others: readonly SaidWord[],
  afterMs: number,
): SaidWord | undefined {
  const fromMs = Math.max(startMs - sameMomentMs, afterMs + 1);
  for (let at = firstAfter(others, fromMs); at < others.length; at += 1) {
    const other = others[at];
    if (other === undefined || other.startMs > startMs + sameMomentMs) return undefined;
    if (other.key === key) return other;
  }
  return undefined;
}

/** Where the words begin that start at this time or later. */
function firstAfter(words: readonly SaidWord[], startMs: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.startMs ?? 0) < startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
