import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioTools, Span } from './types.ts';
import { wavDurationMs } from './wav.ts';

/** A pause between sentences, in audio levelled to -23 LUFS. */
const silenceFilter = 'silencedetect=noise=-35dB:d=0.4';

/** ffmpeg prints six digits, so an edge is exact to 5 ms up to 2.7 hours and to 50 ms beyond. */
const silenceEdge = /silence_(start|end): (-?[\d.]+)/;

export function createFindSilence(ffmpeg: Ffmpeg): AudioTools['findSilence'] {
  return async (wavPath, signal) => {
    const durationMs = await wavDurationMs(wavPath);
    const spans: Span[] = [];
    let startMs: number | null = null;
    const close = (endMs: number) => {
      if (startMs !== null && endMs > startMs) spans.push({ startMs, endMs });
      startMs = null;
    };
    const onLine = (line: string) => {
      const [, edge, seconds] = silenceEdge.exec(line) ?? [];
      if (edge === undefined) return;
      const atMs = Math.min(Math.max(Math.round(Number(seconds) * 1000), 0), durationMs);
      if (edge === 'start') startMs = atMs;
      else close(atMs);
    };
    await ffmpeg({ inputs: [wavPath], output: ['-af', silenceFilter], onLine }, signal);
    close(durationMs);
    return spans;
  };
}
