import { formatClock } from '../clock.ts';
import type { Utterance, Word } from '../types.ts';
import { countWords } from './count-words.ts';
import type { Fault } from './types.ts';
import { hasRepetitionLoop } from './repetition-loop.ts';

/** Rounding at the very end of the audio; anything beyond it is a clock that drifts. */
export const overshootMs = 1_000;
/** Hurried speech has six; auctioneers reach eight. */
export const fastestWordsPerSecond = 8;
/** Shorter utterances are judged as if this long: a second of hurried speech says nothing about a clock. */
export const shortestJudgedMs = 3_000;

/** What cannot have been said like this, whatever the audio sounds like; null when all of it can. */
export function findImpossible(
  ordered: readonly Utterance[],
  audio: { durationMs: number },
): Fault | null {
  for (const utterance of ordered) {
    const fault = runsBack(utterance) ?? overshoots(utterance, audio) ?? isTooFast(utterance);
    if (fault !== null) return fault;
  }
  if (!hasRepetitionLoop(ordered)) return null;
  return { reason: 'repetition_loop', detail: 'it repeats the same words over and over' };
}

function runsBack(utterance: Utterance): Fault | null {
  const spans = [utterance, ...utterance.words];
  // Not "<": a time that is no number is not in order either.
  const inOrder = spans.every(({ startMs, endMs }) => startMs >= 0 && endMs >= startMs);
  if (inOrder && !startsGoBack(utterance.words)) return null;
  const at = formatClock(Math.max(utterance.startMs, 0));
  return { reason: 'wrong_times', detail: `its times run backwards after ${at}` };
}

function startsGoBack(words: Word[]): boolean {
  return words.some(({ startMs }, index) => startMs < (words[index - 1]?.startMs ?? 0));
}

function overshoots(
  { endMs, words }: Utterance,
  { durationMs }: { durationMs: number },
): Fault | null {
  const lastMs = words.reduce((latest, word) => Math.max(latest, word.endMs), endMs);
  if (lastMs <= durationMs + overshootMs) return null;
  const [at, end] = [formatClock(lastMs), formatClock(durationMs)];
  return { reason: 'wrong_times', detail: `it times words at ${at}, but the audio ends at ${end}` };
}

function isTooFast(utterance: Utterance): Fault | null {
  const { startMs, endMs } = utterance;
  const count = countWords([utterance]);
  const seconds = Math.max(endMs - startMs, shortestJudgedMs) / 1000;
  if (count <= fastestWordsPerSecond * seconds) return null;
  const detail = `it has ${Math.round(count)} words in ${seconds} s at ${formatClock(startMs)}`;
  return { reason: 'too_many_words', detail };
}
