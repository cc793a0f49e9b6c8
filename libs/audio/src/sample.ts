import { rm } from 'node:fs/promises';
import type { Ffmpeg } from './ffmpeg.ts';
import { createLoudnessReader, gainFilters, loudnessFilter } from './loudness.ts';
import type { AudioTools } from './types.ts';
import { blamingRecordings } from './undecodable.ts';
import { wavDurationMs, wavOutput } from './wav.ts';

/** Far below speech, even in a recording whose gain is at its limit; digital silence and hiss are skipped. */
const fromFirstSound = 'silenceremove=start_periods=1:start_threshold=-50dB';

const toWav = 'aformat=sample_fmts=s16:sample_rates=16000:channel_layouts=mono';

const oneFrame = ['-map', '0:a:0', '-frames:a', '1'];

/** Bounded by its output: ffmpeg stops reading once the sample is full. */
export function createDecodeSample(ffmpeg: Ffmpeg): AudioTools['decodeSample'] {
  return async (inputPath, outputPath, maxMs, signal) => {
    const unlevelled = `${outputPath}.unlevelled.wav`;
    const loudness = createLoudnessReader();
    const filters = [fromFirstSound, toWav, loudnessFilter].join(',');
    const decode = {
      inputs: [inputPath],
      span: { startMs: 0, endMs: maxMs },
      output: ['-map', '0:a:0', '-af', filters, ...wavOutput],
      outputPath: unlevelled,
      mayBeEmpty: true,
      onLine: loudness.onLine,
    };
    try {
      await blamingRecordings(ffmpeg, [inputPath], signal, () => ffmpeg(decode, signal));
      const durationMs = await wavDurationMs(unlevelled);
      if (durationMs === 0) await requireFrames(inputPath, signal);
      else await level(loudness.gainDb(durationMs));
      return { durationMs };
    } finally {
      await rm(unlevelled, { force: true });
    }

    function level(gainDb: number): Promise<void> {
      const output = ['-af', ['anull', ...gainFilters(gainDb)].join(','), ...wavOutput];
      return ffmpeg({ inputs: [unlevelled], output, outputPath }, signal);
    }
  };

  /** Nothing was written: silence, or nothing that decodes. */
  async function requireFrames(inputPath: string, signal: AbortSignal): Promise<void> {
    await blamingRecordings(ffmpeg, [inputPath], signal, () =>
      ffmpeg({ inputs: [inputPath], output: oneFrame }, signal),
    );
  }
}
