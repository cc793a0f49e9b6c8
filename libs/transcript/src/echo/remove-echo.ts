import { keepWords } from '../stitch/keep-words.ts';
import { spell, spellingKey, type Spelling } from '../stitch/spelling.ts';
import type { TranscribedPart, Utterance } from '../types.ts';

/** How loud a side is over a stretch of the recording, in dB; null where that is not known. */
export type LevelOf = (side: number, startMs: number, endMs: number) => number | null;

/**
 * Sound takes a moment from the loudspeaker to the microphone, and engines time words differently: further apart, the
 * same word was said twice.
 */
const sameMomentMs = 500;

/** Words in a row that two people do not say together. */
const leastWords = 2;
/** The same where the level does not tell which side they came from. */
const leastUnsureWords = 4;

/** Quieter by this much than on the other side, what is heard is an echo. */
const quieterDb = 3;
/** One word alone: two people do say "yes" at the same moment. */
const loneQuieterDb = 6;

interface SaidWord {
  key: string;
  startMs: number;
  endMs: number;
}

interface Heard {
  part: TranscribedPart;
  utterance: Utterance;
  spelling: Spelling;
  /** On the recording's clock, one for each of the spelling's words. */
  words: SaidWord[];
}

/** A word, and the one of the other side that it repeats. */
interface Match {
  position: number;
  own: SaidWord;
  other: SaidWord;
}

/**
 * Two recordings of one meeting without what a microphone heard from a loudspeaker: words that the other side has at the
 * same moment, and louder. Words that the other side does not have stay, whatever stands around them.
 */
export function removeEcho<T extends TranscribedPart>(
  parts: readonly T[],
  levelOf: LevelOf,
): { parts: T[]; wordsRemoved: number } {
  const sides = Map.groupBy(parts.flatMap(heardIn), ({ part }) => part.side);
  const [first, second] = [...sides.keys()].toSorted((a, b) => (a ?? 0) - (b ?? 0));
  if (first == null || second == null) return { parts: [...parts], wordsRemoved: 0 };

  const echoes = new Map<Utterance, Set<number>>();
  // Of two that are the same, one stays.
  const removed = new Set<SaidWord>();
  const spokenOn = new Map([first, second].map((side) => [side, wordsOf(sides.get(side) ?? [])]));
  for (const [side, other] of [
    [first, second],
    [second, first],
  ] as const) {
    for (const { utterance, words } of sides.get(side) ?? []) {
      const echo = runsOf(words, spokenOn.get(other) ?? [])
        .filter((run) => !run.some((match) => removed.has(match.other)))
        .filter((run) => isEcho(run, words.length, { side, other }, levelOf))
        .flat();
      for (const { own } of echo) removed.add(own);
      if (echo.length > 0) echoes.set(utterance, new Set(echo.map(({ position }) => position)));
    }
  }
  let wordsRemoved = 0;
  const without = parts.map((part) => ({
    ...part,
    utterances: part.utterances.flatMap((utterance) => {
      const echo = echoes.get(utterance);
      if (echo === undefined) return [utterance];
      wordsRemoved += echo.size;
      return keepWords(utterance, spell(utterance), (it) => !echo.has(it))?.utterance ?? [];
    }),
  }));
  return { parts: without, wordsRemoved };
}

function heardIn(part: TranscribedPart): Heard[] {
  return part.utterances.map((utterance) => {
    const spelling = spell(utterance);
    const words = spelling.words.map(({ text, startMs, endMs }) => ({
      key: spellingKey(text),
      startMs: startMs + part.startMs,
      endMs: endMs + part.startMs,
    }));
    return { part, utterance, spelling, words };
  });
}

const wordsOf = (heard: readonly Heard[]): SaidWord[] =>
  heard
    .flatMap(({ words }) => words)
    .filter(({ key }) => key !== '')
    .sort((a, b) => a.startMs - b.startMs);

/** The stretches of words of an utterance that the other side has too, in the same order, at the same moment. */
function runsOf(words: readonly SaidWord[], others: readonly SaidWord[]): Match[][] {
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

function isEcho(
  run: readonly Match[],
  wordsInUtterance: number,
  { side, other }: { side: number; other: number },
  levelOf: LevelOf,
): boolean {
  const [head, last] = [run.at(0), run.at(-1)];
  if (head === undefined || last === undefined) return false;
  const own = levelOf(side, head.own.startMs, last.own.endMs);
  const theirs = levelOf(other, head.other.startMs, last.other.endMs);
  if (own === null || theirs === null) return false;
  const quieter = theirs - own;
  if (run.length < leastWords) return wordsInUtterance === 1 && quieter >= loneQuieterDb;
  if (quieter >= quieterDb) return true;
  if (quieter <= -quieterDb || run.length < leastUnsureWords) return false;
  // As loud on both: the echo is the later one. Where neither is, the two are one sound, and the second side has it.
  const delays = run.map((match) => match.own.startMs - match.other.startMs);
  const delayMs = delays.toSorted((a, b) => a - b)[delays.length >> 1] ?? 0;
  return delayMs === 0 ? side < other : delayMs > 0;
}
