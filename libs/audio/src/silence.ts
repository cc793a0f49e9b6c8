import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioTools, Span } from './types.ts';
import { wavDurationMs } from './wav.ts';

/**
 * In audio levelled to -23 LUFS. Speech peaks at about -10 dBFS; 35 dB below that are a far speaker's quietest words. What
 * hisses louder than this counts as sound: it costs money to send, and loses nothing.
 */
const thresholdDb = -45;

/** A pause between sentences. */
const shortestSeconds = 0.4;

/** ffmpeg prints six digits, so an edge is exact to 5 ms up to 2.7 hours and to 50 ms beyond. */
const silenceEdge = /silence_(start|end): (-?[\d.]+)/;

/** Passes sound through and reports where it is silent, once `gainDb` were applied. */
export const silenceFilter = (gainDb: number): string =>
  `silencedetect=noise=${(thresholdDb - gainDb).toFixed(2)}dB:d=${shortestSeconds}`;

/** Collects what silenceFilter reports. */
export function createSilenceReader() {
  const spans: Span[] = [];
  let startMs: number | null = null;
  const close = (endMs: number) => {
    if (startMs !== null && endMs > startMs) spans.push({ startMs, endMs });
    startMs = null;
  };
  return {
    onLine: (line: string) => {
      const [, edge, seconds] = silenceEdge.exec(line) ?? [];
      if (edge === undefined) return;
      const atMs = Math.max(Math.round(Number(seconds) * 1000), 0);
      if (edge === 'start') startMs = atMs;
      else close(atMs);
    },
    /** All of them, within audio of this length. */
    silences: (durationMs: number): Span[] => {
      close(durationMs);
      return spans
        .map((span) => ({ startMs: span.startMs, endMs: Math.min(span.endMs, durationMs) }))
        .filter((span) => span.startMs < span.endMs);
    },
  };
}

export function createFindSilence(ffmpeg: Ffmpeg): AudioTools['findSilence'] {
  return async (wavPath, gainDb, signal) => {
    const reader = createSilenceReader();
    const output = ['-af', silenceFilter(gainDb)];
    await ffmpeg({ inputs: [wavPath], output, onLine: reader.onLine }, signal);
    return reader.silences(await wavDurationMs(wavPath));
  };
}
