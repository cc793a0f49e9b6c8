import { intersect, lengthOf, subtract, unite } from '../coverage/spans.ts';
import { spansOf, type Span } from '../place.ts';
import type { Utterance } from '../types.ts';
import { countWords } from './count-words.ts';
import type { CheckedAudio, Hole } from './types.ts';

/** This much sound (ms) without a word in a row is music, a noisy room, or speech that was passed over. */
export const holeMs = 15_000;
/** The same where there is no word in the whole answer: a cough or a click has none and is no fault. */
export const wordlessMs = 2_000;
/**
 * In short audio less is a hole already: a share of its sound, never under 8 s, for which some words are missing at the
 * pace of the rest. A shorter tone, laugh or clatter has none and is no fault: it would be asked about once more.
 */
const holeShare = 0.15;
const shortHoleMs = 8_000;
const leastMissingWords = 8;

/**
 * A word, with the pauses around it, takes no more sound than this (ms): the slowest dictation has three times as many. A
 * turn or word may take `holeMs` besides, as a long "so" over music does, which would be no hole beside it either.
 */
const slowestWordMs = 3_000;

/** Stretches, in order and apart from each other, for which there should be words and are none. */
export function findHoles(utterances: readonly Utterance[], audio: CheckedAudio): Hole[] {
  const silent = findSilent(utterances, audio);
  const unread = subtract(
    intersect(unite(audio.unread ?? []), [{ startMs: 0, endMs: audio.durationMs }]),
    silent,
  ).map((span): Hole => ({ ...span, reason: 'unreadable_answer' }));
  return [...silent, ...unread].sort((a, b) => a.startMs - b.startMs);
}

function findSilent(utterances: readonly Utterance[], audio: CheckedAudio): Span[] {
  const sound = soundIn(audio);
  const { durationMs } = audio;
  const words = utterances
    .flatMap((utterance) => coveredBy(utterance, sound))
    .sort((a, b) => a.startMs - b.startMs);
  const isHole = holeRule(utterances, lengthOf(sound));
  const holes: Span[] = [];
  let fromMs = 0;
  for (const { startMs, endMs } of [...words, { startMs: durationMs, endMs: durationMs }]) {
    const unrecognized = isHole(startMs - fromMs)
      ? intersect(sound, [{ startMs: fromMs, endMs: startMs }])
      : [];
    const [first, last] = [unrecognized.at(0), unrecognized.at(-1)];
    if (first && last && isHole(lengthOf(unrecognized))) {
      holes.push({ startMs: first.startMs, endMs: last.endMs });
    }
    fromMs = Math.max(fromMs, endMs);
  }
  return holes;
}

/** What its words cover: no more of the sound than they can, whatever its times are, or nothing would be missed there. */
function coveredBy(utterance: Utterance, sound: readonly Span[]): Span[] {
  const isTimed = utterance.words.length > 0;
  const count = isTimed ? 1 : countWords([utterance]);
  const longestMs = holeMs + Math.ceil(count * slowestWordMs);
  return spansOf(utterance).map((span) => {
    if (span.endMs - span.startMs <= longestMs) return span;
    let leftMs = longestMs;
    for (const { startMs, endMs } of intersect(sound, [span])) {
      if (endMs - startMs > leftMs) return { startMs: span.startMs, endMs: startMs + leftMs };
      leftMs -= endMs - startMs;
    }
    return span;
  });
}

/** How much sound without a word is a hole: more is one, too. */
function holeRule(utterances: readonly Utterance[], soundMs: number): (ms: number) => boolean {
  const count = countWords(utterances);
  if (count === 0) return (ms) => ms > wordlessMs;
  const leastMs = Math.max(shortHoleMs, holeShare * soundMs);
  const missingWords = (ms: number) => (count * ms) / Math.max(1, soundMs - ms);
  return (ms) => ms >= holeMs || (ms >= leastMs && missingWords(ms) >= leastMissingWords);
}

/** Where something sounds. */
export const soundIn = ({ durationMs, silences }: CheckedAudio): Span[] =>
  subtract([{ startMs: 0, endMs: durationMs }], silences);
