import type { Utterance } from '../src/types.ts';

/** One word every half second from `startMs`, each 0.4 s long. */
export function said(text: string, startMs = 0, speaker = 'spk_1'): Utterance {
  const words = text.split(' ').map((word, index) => {
    const wordStartMs = startMs + index * 500;
    return { text: word, startMs: wordStartMs, endMs: wordStartMs + 400 };
  });
  return { speaker, text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}

/** So many seconds of such words, no two alike. */
export const saidFor = (seconds: number, startMs = 0): Utterance =>
  said(Array.from({ length: seconds * 2 }, (_, index) => `w${startMs + index}`).join(' '), startMs);
