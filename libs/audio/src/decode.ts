import { rm } from 'node:fs/promises';
import { AppError } from '@memo/errors';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLimits } from './limits.ts';
import { levelLoudness } from './loudness.ts';
import type { AudioTools, DecodedAudio } from './types.ts';
import { blamingRecordings } from './undecodable.ts';
import { wavOutput, wavDurationMs } from './wav.ts';

/** Reads a stranger's file once; every later step towards the transcript reads what this wrote. */
export function createDecodeToWav(ffmpeg: Ffmpeg, limits: AudioLimits): AudioTools['decodeToWav'] {
  return async (inputPath, outputPath, signal) => {
    const unlevelled = `${outputPath}.unlevelled.wav`;
    try {
      await blamingRecordings(ffmpeg, [inputPath], signal, () =>
        ffmpeg(
          {
            inputs: [inputPath],
            output: ['-map', '0:a:0', ...wavOutput],
            outputPath: unlevelled,
          },
          signal,
        ),
      );
      const decoded = await lengthOf(unlevelled, limits);
      await levelLoudness(ffmpeg, unlevelled, outputPath, signal);
      return decoded;
    } finally {
      await rm(unlevelled, { force: true });
    }
  };
}

async function lengthOf(wavPath: string, limits: AudioLimits): Promise<DecodedAudio> {
  const durationMs = await wavDurationMs(wavPath);
  // Refused rather than cut: the end of a meeting must not vanish without a word.
  if (durationMs > limits.maxRecordingMs) {
    throw new AppError(
      'too_large',
      `The recording is longer than ${limits.maxRecordingMs / 3_600_000} hours. Please split it and upload the parts.`,
      { code: 'audio_too_long' },
    );
  }
  return { durationMs };
}

/** FLAC made by `cut`, already levelled, back to WAV. */
export function createToWav(ffmpeg: Ffmpeg): AudioTools['toWav'] {
  return async (flacPath, outputPath, signal) => {
    await ffmpeg({ inputs: [flacPath], output: wavOutput, outputPath }, signal);
    return { durationMs: await wavDurationMs(outputPath) };
  };
}
