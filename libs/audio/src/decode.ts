import { AppError } from '@memo/errors';
import { keepClock } from './clock.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLimits } from './limits.ts';
import { createLoudnessReader, loudnessFilter } from './loudness.ts';
import { believableMs, createReportReader } from './recording-report.ts';
import { isSeekable } from './seekable.ts';
import { createSilenceReader, silenceFilter } from './silence.ts';
import type { AudioTools } from './types.ts';
import { blamingRecordings } from './undecodable.ts';
import { wavDurationMs, wavOutput } from './wav.ts';

const filters = `${keepClock(16_000)},${loudnessFilter}`;

/** Reads a stranger's file once; every later step towards the transcript reads what this wrote. */
export function createDecodeToWav(ffmpeg: Ffmpeg, limits: AudioLimits): AudioTools['decodeToWav'] {
  return async (inputPath, outputPath, signal) => {
    const [loudness, { report, onLine }] = [createLoudnessReader(), createReportReader()];
    const job = {
      inputs: [inputPath],
      output: ['-map', '0:a:0', '-af', filters, ...wavOutput],
      outputPath,
      onLine: (line: string) => {
        loudness.onLine(line);
        onLine(line);
      },
    };
    await blamingRecordings(ffmpeg, [inputPath], signal, () => ffmpeg(job, signal));
    const durationMs = await wavDurationMs(outputPath);
    if (durationMs > limits.maxRecordingMs) throw tooLong(limits);
    return {
      durationMs,
      declaredMs: await believableMs(inputPath, report, durationMs, limits.maxRecordingMs),
      gainDb: loudness.gainDb(durationMs),
      codec: report.codec,
      seekable: await isSeekable(inputPath, report),
    };
  };
}

/** Refused rather than cut: the end of a meeting must not vanish without a word. */
const tooLong = (limits: AudioLimits): AppError =>
  new AppError(
    'too_large',
    `The recording is longer than ${limits.maxRecordingMs / 3_600_000} hours. Please split it and upload the parts.`,
    { code: 'audio_too_long' },
  );

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
