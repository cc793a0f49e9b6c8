import { intersect, lengthOf, subtract } from '../coverage/spans.ts';
import type { Span } from '../place.ts';
import type { Utterance } from '../types.ts';
import type { CheckedAudio } from './types.ts';
import { spansOf } from './silent-words.ts';

/** This much sound (ms) without a word in a row is music, a noisy room, or speech that was passed over. */
export const holeMs = 15_000;
/** The same where there is no word in the whole answer: a cough or a click has none and is no fault. */
export const wordlessMs = 2_000;

/** Stretches of sound, in order, for which there should be words and are none. */
export function findHoles(
  utterances: readonly Utterance[],
  { durationMs, silences }: CheckedAudio,
): Span[] {
  const sound = subtract([{ startMs: 0, endMs: durationMs }], silences);
  const words = utterances.flatMap(spansOf).sort((a, b) => a.startMs - b.startMs);
  const leastMs = words.length === 0 ? wordlessMs + 1 : holeMs;
  const holes: Span[] = [];
  let fromMs = 0;
  for (const { startMs, endMs } of [...words, { startMs: durationMs, endMs: durationMs }]) {
    const unrecognized =
      startMs - fromMs < leastMs ? [] : intersect(sound, [{ startMs: fromMs, endMs: startMs }]);
    const [first, last] = [unrecognized.at(0), unrecognized.at(-1)];
    if (first && last && lengthOf(unrecognized) >= leastMs) {
      holes.push({ startMs: first.startMs, endMs: last.endMs });
    }
    fromMs = Math.max(fromMs, endMs);
  }
  return holes;
}
