import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TrueLine {
  side: 'microphone' | 'system';
  speaker: string;
  text: string;
  start_ms: number;
  end_ms: number;
}

/** What is really said in the bundled call. */
export const truth = JSON.parse(
  readFileSync(join(import.meta.dirname, '../sample/truth.json'), 'utf8'),
) as TrueLine[];

const samplesPerMs = 16;
const headerBytes = 44;

/** Which side of the call a 16 kHz WAV is, told by where it is loud. */
export function sideOf(wav: Buffer): TrueLine['side'] {
  const loudness = { microphone: 0, system: 0 };
  for (const { side, start_ms, end_ms } of truth) {
    for (let ms = start_ms; ms < end_ms; ms++) {
      const offset = headerBytes + ms * samplesPerMs * 2;
      if (offset + 1 < wav.length) loudness[side] += Math.abs(wav.readInt16LE(offset));
    }
  }
  return loudness.microphone > loudness.system ? 'microphone' : 'system';
}

/** One side's lines as a recognizer that hears everything right would answer them. */
export const turnsOf = (side: TrueLine['side']) =>
  truth
    .filter((line) => line.side === side)
    .map(({ text, start_ms: startMs, end_ms: endMs }) => {
      const words = text.split(' ');
      const share = (endMs - startMs) / words.length;
      const at = (index: number): number => Math.round(startMs + index * share);
      return {
        speaker: 'voice-a',
        text,
        startMs,
        endMs,
        words: words.map((word, n) => ({ text: word, startMs: at(n), endMs: at(n + 1) })),
      };
    });
