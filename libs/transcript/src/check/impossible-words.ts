import { formatClock } from '../clock.ts';
import type { Utterance, Word } from '../types.ts';
import type { Fault } from './types.ts';
import { spaceless } from '../stitch/spelling.ts';
import { hasRepetitionLoop } from './repetition-loop.ts';

/** Rounding at the very end of the audio; anything beyond it is a clock that drifts. */
export const overshootMs = 1_000;
/** Hurried speech has six; auctioneers reach eight. */
const fastestWordsPerSecond = 8;
/** Shorter utterances are judged as if this long: a second of hurried speech says nothing about a clock. */
const shortestJudgedMs = 3_000;

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

function isTooFast({ words, text, startMs, endMs }: Utterance): Fault | null {
  const said = words.length > 0 ? words.map((word) => word.text) : text.split(/\s+/);
  const count = said.reduce((sum, run) => sum + wordsIn(run), 0);
  const seconds = Math.max(endMs - startMs, shortestJudgedMs) / 1000;
  if (count <= fastestWordsPerSecond * seconds) return null;
  const detail = `it has ${count} words in ${seconds} s at ${formatClock(startMs)}`;
  return { reason: 'too_many_words', detail };
}

/** Where no space tells words apart, two characters are about one. */
function wordsIn(run: string): number {
  return spaceless.test(run) ? (run.match(/\p{L}/gu)?.length ?? 0) / 2 : 1;
}
