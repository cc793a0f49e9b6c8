import { samplesPerMs, soundOf, symbolSamples, toneOf } from './marker.ts';
import { strongestTone } from './read-tone.ts';
import type { TimelineWord } from './timeline.ts';

export interface Match {
  /** Where the word begins in the samples; before them when its beginning is cut off. */
  start: number;
  /** 1 for the very sound, whatever its volume; about 0 for another word or none. */
  score: number;
}

/** No word sounds this much like another one. */
const certainScore = 0.5;

/** Of a word that a codec or another voice has blurred, this many tones must be the ones it should have. */
const leastTonesRight = 0.5;
const fewestTones = 3;

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

/** Whether it is this word and no other, or none. */
export function isSaid(samples: Int16Array, word: TimelineWord, { start, score }: Match): boolean {
  if (score >= certainScore) return true;
  const { band } = word.utterance;
  let [tones, right] = [0, 0];
  const last = Math.min((word.endMs - word.startMs) * samplesPerMs, samples.length - start);
  for (let symbol = 0; (symbol + 1) * symbolSamples <= last; symbol += 1) {
    const from = start + symbol * symbolSamples;
    if (from < 0) continue;
    tones += 1;
    const tone = strongestTone(samples.subarray(from, from + symbolSamples), band);
    if (tone === toneOf(word.code, symbol)) right += 1;
  }
  return tones >= fewestTones && right >= tones * leastTonesRight;
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
