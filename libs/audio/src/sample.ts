import { rm } from 'node:fs/promises';
import type { Ffmpeg } from './ffmpeg.ts';
import { levelLoudness } from './loudness.ts';
import type { AudioTools } from './types.ts';
import { blamingRecordings } from './undecodable.ts';
import { wavDurationMs, wavOutput } from './wav.ts';

/** Far below speech, even in a recording levelLoudness can only just raise; digital silence and hiss are skipped. */
const fromFirstSound = 'silenceremove=start_periods=1:start_threshold=-50dB';

const oneFrame = ['-map', '0:a:0', '-frames:a', '1'];

/** Bounded by its output: ffmpeg stops reading once the sample is full. */
export function createDecodeSample(ffmpeg: Ffmpeg): AudioTools['decodeSample'] {
  return async (inputPath, outputPath, maxMs, signal) => {
    const unlevelled = `${outputPath}.unlevelled.wav`;
    try {
      await blamingRecordings(ffmpeg, [inputPath], signal, () =>
        ffmpeg(
          {
            inputs: [inputPath],
            span: { startMs: 0, endMs: maxMs },
            output: ['-map', '0:a:0', '-af', fromFirstSound, ...wavOutput],
            outputPath: unlevelled,
            mayBeEmpty: true,
          },
          signal,
        ),
      );
      const durationMs = await wavDurationMs(unlevelled);
      if (durationMs > 0) await levelLoudness(ffmpeg, unlevelled, outputPath, signal);
      else await requireFrames(inputPath, signal);
      return { durationMs };
    } finally {
      await rm(unlevelled, { force: true });
    }
  };

  /** Nothing was written: silence, or nothing that decodes. */
  async function requireFrames(inputPath: string, signal: AbortSignal): Promise<void> {
    await blamingRecordings(ffmpeg, [inputPath], signal, () =>
      ffmpeg({ inputs: [inputPath], output: oneFrame }, signal),
    );
  }
}
