import { symbolSamples, symbolsInCode } from './marker.ts';
import { bestMatch } from './match.ts';
import { loudest, noTone, strongestTone } from './read-tone.ts';
import type { Timeline, TimelineWord } from './timeline.ts';

/** Reading starts every 5 ms; being off by half of it leaves seven eighths of a tone. */
const hopSamples = symbolSamples / 4;
const hopsInSymbol = symbolSamples / hopSamples;

/** Quieter than this share of the loudest sample is silence. */
const silentShare = 1 / 64;
const unread = -2;

/** A code that came about by chance sounds less like its word than this. */
const leastScore = 0.35;

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
    const known = read[band]?.[hop] ?? noTone;
    if (known !== unread) return known;
    const start = hop * hopSamples;
    const symbol = samples.subarray(start, start + symbolSamples);
    const tone = loudest(symbol) < silence ? noTone : strongestTone(symbol, band);
    read[band]?.fill(tone, hop, hop + 1);
    return tone;
  }

  function wordAt(band: 0 | 1, hop: number): TimelineWord | undefined {
    let code = 0;
    for (let symbol = 0; symbol < symbolsInCode; symbol += 1) {
      const tone = toneAt(band, hop + symbol * hopsInSymbol);
      if (tone === noTone) return undefined;
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
        if (match && match.score >= leastScore) return { word, start: match.start };
      }
    }
    return null;
  };
}
