import { tones, tonesInBand } from './marker.ts';

export const noTone = -1;

export function loudest(samples: Int16Array): number {
  let peak = 0;
  for (const sample of samples) {
    if (sample > peak) peak = sample;
    else if (-sample > peak) peak = -sample;
  }
  return peak;
}

/** Which tone of a band these samples, one symbol long, have most of; `noTone` in silence. */
export function strongestTone(symbol: Int16Array, band: 0 | 1): number {
  let best = { tone: noTone, power: 0 };
  for (let tone = 0; tone < tonesInBand; tone += 1) {
    const { sine, cosine } = tones[band]?.[tone] ?? {};
    if (!sine || !cosine) continue;
    let [real, imaginary] = [0, 0];
    for (let index = 0; index < symbol.length; index += 1) {
      const sample = symbol[index] ?? 0;
      real += sample * (cosine[index] ?? 0);
      imaginary += sample * (sine[index] ?? 0);
    }
    const power = real * real + imaginary * imaginary;
    if (power > best.power) best = { tone, power };
  }
  return best.tone;
}
