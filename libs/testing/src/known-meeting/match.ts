import { samplesPerMs, soundOf } from './marker.ts';
import type { TimelineWord } from './timeline.ts';

export interface Match {
  /** Where the word begins in the samples; before them when its beginning is cut off. */
  start: number;
  /** 1 for the very sound, whatever its volume; about 0 for another word or none. */
  score: number;
}

/** Lossy codecs and a second voice in the other band leave more than this; another word stays below. */
export const matchScore = 0.35;

/** Less of a word says too little about it. */
const shortestVisible = 40 * samplesPerMs;

/** The best fit of a word near `expected`, at most `reach` samples off. Null when too little of it is there. */
export function bestMatch(
  samples: Int16Array,
  word: TimelineWord,
  expected: number,
  reach: number,
): Match | null {
  const sound = soundOf(word.code, word, word.utterance.band);
  let best: Match | null = null;
  for (let start = expected - reach; start <= expected + reach; start += 1) {
    const score = similarity(samples, sound, start);
    if (score !== null && score > (best?.score ?? -1)) best = { start, score };
  }
  return best;
}

/** Normalised correlation over what is inside the samples. */
function similarity(samples: Int16Array, sound: Float32Array, start: number): number | null {
  const first = Math.max(0, -start);
  const last = Math.min(sound.length, samples.length - start);
  if (last - first < Math.min(shortestVisible, sound.length)) return null;
  let [product, power, soundPower] = [0, 0, 0];
  for (let index = first; index < last; index += 1) {
    const sample = samples[start + index] ?? 0;
    const wanted = sound[index] ?? 0;
    product += sample * wanted;
    power += sample * sample;
    soundPower += wanted * wanted;
  }
  return power === 0 ? 0 : product / Math.sqrt(power * soundPower);
}
