import { hash32 } from './random.ts';
import type { KnownWord } from './types.ts';

/**
 * How a word sounds. There is no speech in it: a word is a run of pure tones of 20 ms, and which tones these are says
 * which word of the meeting it is.
 *
 *     word         |0        |20       |40            |140      |160 ... 180-420 ms|
 *     tone         | nibble 0| nibble 1| ...          | nibble 7| filler           |
 *
 * - A word's code has 32 bits, the hash of its position and the meeting's seed. Its eight nibbles are eight tones, one
 *   of 16 each. A 12-hour meeting has about 120,000 words, so about one wrong reading in 36,000 is a code at all, and
 *   then its sound differs from what that word should sound like.
 * - The rest of the word is filled with tones hashed from the code: the whole word can be told from every other.
 * - Tones lie 100 Hz apart: 400-1900 Hz in band 0, 2000-3500 Hz in band 1, all within what telephones carry. Every
 *   tone has whole periods in 20 ms, so tones follow each other without a jump and do not leak into each other.
 * - A word rises and falls within 5 ms. Between words there is nothing at all: samples are 0.
 *
 * Volume says nothing, so a change of gain changes nothing. Times come from where the whole word fits best: to the
 * sample in lossless audio.
 */
export const sampleRate = 16_000;
export const samplesPerMs = sampleRate / 1000;
export const symbolSamples = 20 * samplesPerMs;
export const symbolsInCode = 8;
export const tonesInBand = 16;

const lowestHertz = 400;
const hertzApart = 100;
const rampSamples = 5 * samplesPerMs;

interface Tone {
  sine: Float32Array;
  cosine: Float32Array;
}

/** The 16 tones of either band, one symbol long. */
export const tones: readonly (readonly Tone[])[] = [0, 1].map((band) =>
  Array.from({ length: tonesInBand }, (_, tone) => {
    const hertz = lowestHertz + hertzApart * (band * tonesInBand + tone);
    const angle = (index: number) => (2 * Math.PI * hertz * index) / sampleRate;
    return {
      sine: Float32Array.from({ length: symbolSamples }, (_, index) => Math.sin(angle(index))),
      cosine: Float32Array.from({ length: symbolSamples }, (_, index) => Math.cos(angle(index))),
    };
  }),
);

const ramp = Float32Array.from(
  { length: rampSamples },
  (_, index) => 0.5 - 0.5 * Math.cos((Math.PI * (index + 0.5)) / rampSamples),
);

/** The samples of a word, between -1 and 1. */
export function soundOf(code: number, word: KnownWord, band: 0 | 1): Float32Array {
  const sound = new Float32Array((word.endMs - word.startMs) * samplesPerMs);
  for (let start = 0; start < sound.length; start += symbolSamples) {
    const tone = tones[band]?.[toneOf(code, start / symbolSamples)];
    sound.set(tone?.sine.subarray(0, sound.length - start) ?? [], start);
  }
  for (const [index, level] of ramp.entries()) {
    sound[index] = (sound[index] ?? 0) * level;
    const mirrored = sound.length - 1 - index;
    sound[mirrored] = (sound[mirrored] ?? 0) * level;
  }
  return sound;
}

/** Which of the 16 tones a word has as its symbol of this number. */
export function toneOf(code: number, symbol: number): number {
  if (symbol < symbolsInCode) return (code >>> (4 * symbol)) & 15;
  return hash32(code, symbol) & 15;
}
