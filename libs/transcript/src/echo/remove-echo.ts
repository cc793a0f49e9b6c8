import { keepWords } from '../stitch/keep-words.ts';
import { spell, spellingKey, type Spelling } from '../stitch/spelling.ts';
import type { TranscribedPart, Utterance } from '../types.ts';
import { runsOf, type Match, type SaidWord } from './same-words.ts';

/** How loud a side is over a stretch of the recording, in dB; null where that is not known. */
export type LevelOf = (side: number, startMs: number, endMs: number) => number | null;

/** Words in a row that two people do not say together: where they stand on both sides, one side hears the other. */
const tellingWords = 4;
/** Quieter by this much than on the other side, what is heard is an echo. */
const quieterDb = 3;

/**
 * Fewer words are an echo only where a telling one is, and like it: two people do say "thank you" at the same moment, and
 * one of them is always quieter. A loudspeaker stays where it is; engines' times are off by a syllable.
 */
const alikeMs = 200;
const alikeDb = 6;
/** One word alone: quieter than people are, or the very same sound, as of two tracks that were made of one. */
const loneQuieterDb = 6;
const sameMs = 60;
const sameDb = 1;

interface Heard {
  part: TranscribedPart;
  utterance: Utterance;
  spelling: Spelling;
  /** On the recording's clock, one for each of the spelling's words. */
  words: SaidWord[];
}

/** Which side hears, and which it may hear. */
interface Way {
  side: number;
  other: number;
}

/** A stretch of an utterance that the other side has, too. */
interface Run {
  matches: Match[];
  utterance: Utterance;
  /** The utterance is nothing else. */
  isAll: boolean;
  delayMs: number;
  /** In dB; null where that is not known. */
  quieter: number | null;
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

  const spokenOn = new Map([first, second].map((side) => [side, wordsOf(sides.get(side) ?? [])]));
  const ways = [
    { side: first, other: second },
    { side: second, other: first },
  ].map((way) => ({
    ...way,
    runs: (sides.get(way.side) ?? []).flatMap(({ utterance, words }) =>
      runsOf(words, spokenOn.get(way.other) ?? []).map((matches) => {
        return {
          ...compare(matches, way, levelOf),
          utterance,
          isAll: matches.length === words.length,
        };
      }),
    ),
  }));

  const echoes = new Map<Utterance, Set<number>>();
  // Of two that are the same, one stays.
  const removed = new Set<SaidWord>();
  const remove = ({ utterance, matches }: Run): boolean => {
    if (matches.some(({ other }) => removed.has(other))) return false;
    const positions = echoes.get(utterance) ?? new Set();
    for (const { own, position } of matches) {
      removed.add(own);
      positions.add(position);
    }
    echoes.set(utterance, positions);
    return true;
  };
  const known = ways.map((way) => ({
    ...way,
    telling: way.runs.filter((run) => isTelling(run, way)).filter(remove),
  }));
  for (const { runs, telling } of known) {
    if (telling.length === 0) continue;
    const like = {
      delayMs: median(telling.map(({ delayMs }) => delayMs)),
      quieter: median(telling.map(({ quieter }) => quieter ?? 0)),
    };
    for (const run of runs) if (isAlike(run, like)) remove(run);
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

/** How loud a run is on either side, and how much later than on the other. */
function compare(
  matches: Match[],
  { side, other }: Way,
  levelOf: LevelOf,
): Pick<Run, 'matches' | 'delayMs' | 'quieter'> {
  const delayMs = median(matches.map((match) => match.own.startMs - match.other.startMs));
  const span = (which: 'own' | 'other') =>
    [matches[0]?.[which].startMs ?? 0, matches.at(-1)?.[which].endMs ?? 0] as const;
  const own = levelOf(side, ...span('own'));
  const theirs = levelOf(other, ...span('other'));
  return { matches, delayMs, quieter: own === null || theirs === null ? null : theirs - own };
}

function isTelling({ matches, delayMs, quieter }: Run, { side, other }: Way): boolean {
  if (matches.length < tellingWords || quieter === null || quieter <= -quieterDb) return false;
  if (quieter >= quieterDb) return true;
  // As loud on both: the echo is the later one. Where neither is, the two are one sound, and the second side has it.
  return delayMs === 0 ? side < other : delayMs > 0;
}

function isAlike(run: Run, like: { delayMs: number; quieter: number }): boolean {
  const { matches, delayMs, quieter, isAll } = run;
  if (matches.length >= tellingWords || quieter === null) return false;
  const offMs = Math.abs(delayMs - like.delayMs);
  const offDb = Math.abs(quieter - like.quieter);
  const isSame = offMs <= sameMs && offDb <= sameDb && Math.abs(quieter) <= sameDb;
  if (matches.length === 1 && !(isAll && (isSame || quieter >= loneQuieterDb))) return false;
  return isSame || (offMs <= alikeMs && offDb <= alikeDb && quieter >= quieterDb);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
