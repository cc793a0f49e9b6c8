import type { Span } from '../place.ts';
import type { Utterance } from '../types.ts';
import { findCrowded, findLostClock } from './crowded-words.ts';
import { findHoles } from './holes.ts';
import { findImpossible } from './impossible-words.ts';
import { checkSilences } from './silent-words.ts';
import { findStretchedClock } from './stretched-clock.ts';
import type { CheckedAudio, Fault, Hole } from './types.ts';

export interface CheckedRecognition {
  /**
   * In order of start, inside the audio. What may be kept: all when nothing is wrong, none when words or times cannot be
   * trusted, and what is left without the invented ones when the fault is `words_in_silence`.
   */
  utterances: Utterance[];
  fault: Fault | null;
  /** In order, apart from each other. The words that there are may be kept. */
  holes: Hole[];
}

/**
 * Judges a recognizer's words by the known ways in which speech models go wrong: times that drift or run backwards, the
 * same words over and over, more words than anyone can say, words in silence, sound without words. Times count from the
 * start of the audio that was sent.
 */
export function checkRecognition(
  utterances: readonly Utterance[],
  audio: CheckedAudio,
): CheckedRecognition {
  const ordered = utterances.toSorted(byStart);
  const impossible =
    findLostClock(ordered, audio) ?? findImpossible(ordered, audio) ?? findCrowded(ordered);
  if (impossible !== null) return { utterances: [], fault: impossible, holes: [] };
  const inside = ordered.map((utterance) => insideAudio(utterance, audio.durationMs));
  const stretched = findStretchedClock(inside, audio);
  if (stretched !== null) return { utterances: [], fault: stretched, holes: [] };
  const { utterances: left, fault } = checkSilences(inside, audio);
  if (fault?.reason === 'wrong_times') return { utterances: [], fault, holes: [] };
  const kept = left.toSorted(byStart);
  return { utterances: kept, fault, holes: findHoles(kept, audio) };
}

const byStart = (a: Span, b: Span): number => a.startMs - b.startMs;

/** An utterance with its words, none of them behind the end of the audio. */
function insideAudio(utterance: Utterance, durationMs: number): Utterance {
  const words = utterance.words.map((word) => ({ ...word, ...clamped(word, durationMs) }));
  const { startMs, endMs } = clamped(utterance, durationMs);
  return {
    ...utterance,
    startMs: words.reduce((earliest, word) => Math.min(earliest, word.startMs), startMs),
    endMs: words.reduce((latest, word) => Math.max(latest, word.endMs), endMs),
    words,
  };
}

function clamped({ startMs, endMs }: Span, durationMs: number): Span {
  return { startMs: Math.min(startMs, durationMs), endMs: Math.min(endMs, durationMs) };
}
