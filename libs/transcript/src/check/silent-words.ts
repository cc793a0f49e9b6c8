import { intersect, lengthOf } from '../coverage-spans.ts';
import type { Span } from '../place.ts';
import type { Utterance } from '../types.ts';
import type { CheckedAudio, Fault } from './types.ts';

/** In a shorter silence a word may stand by an ordinary error of its times. */
const longSilenceMs = 1_000;
/** How far from any sound a word must lie to be one that nobody said: twice what a good clock is off. */
const depthMs = 300;
/** A whole turn needs no depth to be judged when it is longer than a clock's error. */
const wholeTurnMs = 500;
const edgeMs = 100;

/** Fewer silences with words in them are chance inventions, and each can be told from the words around it. */
const driftSilences = 3;
/** A clock that has lost the sound puts words into silences as chance would; a quarter of that is too many. */
const driftShare = 0.25;

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
  const checked = utterances.map((utterance) => takeOutInvented(utterance, long));
  const invented = checked.flatMap((one) => one.invented);
  const kept = checked.flatMap(({ utterance }) => utterance ?? []);
  if (invented.length === 0) return { utterances: kept, fault: null };

  const detail = `it has ${invented.length} words where the audio is silent`;
  const places = new Set(invented.map((word) => long.find((silence) => isMostlyIn(word, silence))));
  const spans = utterances.flatMap(spansOf);
  const byChance = (spans.length * lengthOf(roomIn(long, spans))) / durationMs;
  const isDrift = places.size >= driftSilences && invented.length >= driftShare * byChance;
  if (isDrift) return { utterances: [], fault: { reason: 'wrong_times', detail } };
  return { utterances: kept, fault: { reason: 'words_in_silence', detail } };
}

/** What has a time of its own: the words, or the turn as a whole. */
export function spansOf(utterance: Utterance): Span[] {
  return utterance.words.length > 0 ? utterance.words : [utterance];
}

interface TakenOut {
  /** Null when nothing of it is left. */
  utterance: Utterance | null;
  invented: Span[];
}

function takeOutInvented(utterance: Utterance, silences: readonly Span[]): TakenOut {
  const spans = spansOf(utterance);
  const bad = silences.filter(
    (silence) => isWholeTurnIn(utterance, silence) || spans.some((word) => isDeepIn(word, silence)),
  );
  if (bad.length === 0) return { utterance, invented: [] };
  // What stands beside an invented word in the same silence is of the same invention.
  const isInvented = (word: Span) => bad.some((silence) => isMostlyIn(word, silence));
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

function isDeepIn(word: Span, silence: Span): boolean {
  return word.startMs >= silence.startMs + depthMs && word.endMs <= silence.endMs - depthMs;
}

function isWholeTurnIn({ startMs, endMs }: Span, silence: Span): boolean {
  const inside = startMs >= silence.startMs - edgeMs && endMs <= silence.endMs + edgeMs;
  return inside && endMs - startMs >= wholeTurnMs;
}

function isMostlyIn(word: Span, silence: Span): boolean {
  return (
    2 * lengthOf(intersect([word], [silence])) > word.endMs - word.startMs ||
    isDeepIn(word, silence)
  );
}

/** Where the start of a word of usual length can lie and be deep in a silence. */
function roomIn(silences: readonly Span[], words: readonly Span[]): Span[] {
  const usualMs = lengthOf(words) / words.length;
  return silences
    .map(({ startMs, endMs }) => ({
      startMs: startMs + depthMs,
      endMs: endMs - depthMs - usualMs,
    }))
    .filter(({ startMs, endMs }) => endMs > startMs);
}
