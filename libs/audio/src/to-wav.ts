import type { Ffmpeg } from './ffmpeg.ts';
import { createSilenceReader, silenceFilter } from './silence.ts';
import type { AudioTools } from './types.ts';
import { wavDurationMs, wavOutput } from './wav.ts';

/** FLAC made by `cut`, already levelled, back to WAV. */
export function createToWav(ffmpeg: Ffmpeg): AudioTools['toWav'] {
  return async (flacPath, outputPath, signal) => {
    const { onLine, silences } = createSilenceReader();
    const output = ['-af', silenceFilter(0), ...wavOutput];
    await ffmpeg({ inputs: [flacPath], output, outputPath, onLine }, signal);
    const durationMs = await wavDurationMs(outputPath);
    return { durationMs, silences: silences(durationMs) };
  };
}
