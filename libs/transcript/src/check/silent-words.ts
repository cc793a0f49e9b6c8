import { intersect, lengthOf } from '../coverage/spans.ts';
import { spansOf, type Span } from '../place.ts';
import type { Utterance } from '../types.ts';
import type { CheckedAudio, Fault } from './types.ts';

/** In a shorter silence a word may stand by an ordinary error of its times. */
const longSilenceMs = 1_000;
/**
 * How far from any sound a word must lie to be one that nobody said. Of 20 minutes of talk no true word does when times
 * are off by 200 ms (standard deviation) or all by 400 ms; with 300 ms here, one in 2,000 does.
 */
const depthMs = 500;
/** The same for a clock as a whole, which is judged by many words: twice what a good one is off. */
const driftDepthMs = 300;
/** A whole turn needs no depth to be judged when it is longer than a clock's error. */
const wholeTurnMs = 500;
const edgeMs = 100;

/** Fewer silences with words in them are chance inventions, and each can be told from the words around it. */
const driftSilences = 3;
/** A clock that has lost the sound puts words into silences as chance would; a quarter of that is too many. */
const driftShare = 0.25;
/** As many edges of turns must be expected in silences by chance for their absence to say that the turns are right. */
const leastExpectedEdges = 8;

export interface SilenceCheck {
  /** Without what stands in silence. */
  utterances: Utterance[];
  fault: Fault | null;
}

/** Finds words that stand where the audio is silent: made up, or true ones at wrong times. */
export function checkSilences(
  utterances: readonly Utterance[],
  { durationMs, silences }: CheckedAudio,
): SilenceCheck {
  const long = silences.filter(({ startMs, endMs }) => endMs - startMs >= longSilenceMs);
  const takeOut = (depth: number) => {
    const checked = utterances.map((utterance) => takeOutInvented(utterance, long, depth));
    const taken = checked.flatMap((one) => one.invented);
    const detail = `it has ${taken.length} words where the audio is silent`;
    return { kept: checked.flatMap(({ utterance }) => utterance ?? []), taken, detail };
  };
  const astray = takeOut(driftDepthMs);
  const places = new Set(
    astray.taken.map((word) => long.find((silence) => isMostlyIn(word, silence, driftDepthMs))),
  );
  const spans = utterances.flatMap(spansOf);
  const byChance = (spans.length * lengthOf(roomIn(long, spans))) / durationMs;
  const isDrift = places.size >= driftSilences && astray.taken.length >= driftShare * byChance;
  if (isDrift) {
    return turnsFit(utterances, long, durationMs)
      ? checkSilences(utterances.map(withoutWordTimes), { durationMs, silences })
      : { utterances: [], fault: { reason: 'wrong_times', detail: astray.detail } };
  }
  const { kept, taken, detail } = takeOut(depthMs);
  if (taken.length === 0) return { utterances: kept, fault: null };
  return { utterances: kept, fault: { reason: 'words_in_silence', detail } };
}

/**
 * Whether turns begin and end with the sound although their words do not lie in it: a recognizer that only spreads words
 * over a turn. Its clock is right, its words are true, and their times are worth nothing.
 */
function turnsFit(
  utterances: readonly Utterance[],
  silences: readonly Span[],
  durationMs: number,
): boolean {
  if (utterances.every(({ words }) => words.length === 0)) return false;
  const edges = utterances.flatMap(({ startMs, endMs }) => [startMs, endMs]);
  const isLost = (ms: number) =>
    silences.some((silence) => isDeepIn({ startMs: ms, endMs: ms }, silence, driftDepthMs));
  const roomMs = silences.reduce(
    (sum, { startMs, endMs }) => sum + Math.max(0, endMs - startMs - 2 * driftDepthMs),
    0,
  );
  const expected = (edges.length * roomMs) / durationMs;
  return expected >= leastExpectedEdges && edges.filter(isLost).length < driftShare * expected;
}

function withoutWordTimes(utterance: Utterance): Utterance {
  return { ...utterance, words: [] };
}

interface TakenOut {
  /** Null when nothing of it is left. */
  utterance: Utterance | null;
  invented: Span[];
}

function takeOutInvented(utterance: Utterance, silences: readonly Span[], depth: number): TakenOut {
  const spans = spansOf(utterance);
  const bad = silences.filter(
    (silence) =>
      isWholeTurnIn(utterance, silence) || spans.some((word) => isDeepIn(word, silence, depth)),
  );
  if (bad.length === 0) return { utterance, invented: [] };
  // What stands beside an invented word in the same silence is of the same invention.
  const isInvented = (word: Span) => bad.some((silence) => isMostlyIn(word, silence, depth));
  const words = utterance.words.filter((word) => !isInvented(word));
  const invented = spans.filter(isInvented);
  const [first] = words;
  if (first === undefined) return { utterance: null, invented };
  return {
    utterance: {
      speaker: utterance.speaker,
      text: words.map(({ text }) => text).join(' '),
      startMs: first.startMs,
      endMs: Math.max(...words.map(({ endMs }) => endMs)),
      words,
    },
    invented,
  };
}

function isDeepIn(word: Span, silence: Span, depth: number): boolean {
  return word.startMs >= silence.startMs + depth && word.endMs <= silence.endMs - depth;
}

function isWholeTurnIn({ startMs, endMs }: Span, silence: Span): boolean {
  const inside = startMs >= silence.startMs - edgeMs && endMs <= silence.endMs + edgeMs;
  return inside && endMs - startMs >= wholeTurnMs;
}

function isMostlyIn(word: Span, silence: Span, depth: number): boolean {
  return (
    2 * lengthOf(intersect([word], [silence])) > word.endMs - word.startMs ||
    isDeepIn(word, silence, depth)
  );
}

/** Where the start of a word of usual length can lie and be deep in a silence. */
function roomIn(silences: readonly Span[], words: readonly Span[]): Span[] {
  const usualMs = lengthOf(words) / words.length;
  return silences
    .map(({ startMs, endMs }) => ({
      startMs: startMs + driftDepthMs,
      endMs: endMs - driftDepthMs - usualMs,
    }))
    .filter(({ startMs, endMs }) => endMs > startMs);
}
