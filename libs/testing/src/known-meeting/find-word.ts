import { symbolSamples, symbolsInCode, tones, tonesInBand } from './marker.ts';
import { bestMatch, matchScore } from './match.ts';
import type { Timeline, TimelineWord } from './timeline.ts';

/** Reading starts every 5 ms; being off by half of it leaves seven eighths of a tone. */
const hopSamples = symbolSamples / 4;
const hopsInSymbol = symbolSamples / hopSamples;

/** Quieter than this share of the loudest sample is silence. */
const silentShare = 1 / 64;
const nothing = -1;
const unread = -2;

export interface FoundWord {
  word: TimelineWord;
  start: number;
}

/** Finds words by nothing but their sound: the slow way, for where it is not known what should come. */
export function createWordFinder(samples: Int16Array, { byCode }: Timeline) {
  const silence = Math.max(8, loudest(samples) * silentShare);
  const hops = Math.max(0, Math.floor((samples.length - symbolSamples) / hopSamples) + 1);
  const read = [0, 1].map(() => new Int8Array(hops).fill(unread));

  function toneAt(band: 0 | 1, hop: number): number {
    const known = read[band]?.[hop] ?? nothing;
    if (known !== unread) return known;
    const start = hop * hopSamples;
    const symbol = samples.subarray(start, start + symbolSamples);
    const tone = loudest(symbol) < silence ? nothing : strongestTone(symbol, band);
    read[band]?.fill(tone, hop, hop + 1);
    return tone;
  }

  function wordAt(band: 0 | 1, hop: number): TimelineWord | undefined {
    let code = 0;
    for (let symbol = 0; symbol < symbolsInCode; symbol += 1) {
      const tone = toneAt(band, hop + symbol * hopsInSymbol);
      if (tone === nothing) return undefined;
      code |= tone << (4 * symbol);
    }
    return byCode.get(code >>> 0);
  }

  /** The first whole word that begins at or after `from`, give or take 10 ms. */
  return (from: number): FoundWord | null => {
    const firstHop = Math.max(0, Math.floor(from / hopSamples) - 2);
    for (let hop = firstHop; hop + (symbolsInCode - 1) * hopsInSymbol < hops; hop += 1) {
      for (const band of [0, 1] as const) {
        const word = wordAt(band, hop);
        if (word?.utterance.band !== band) continue;
        const match = bestMatch(samples, word, hop * hopSamples, symbolSamples / 2);
        if (match && match.score >= matchScore) return { word, start: match.start };
      }
    }
    return null;
  };
}

function loudest(samples: Int16Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

function strongestTone(symbol: Int16Array, band: 0 | 1): number {
  let best = { tone: nothing, power: 0 };
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
