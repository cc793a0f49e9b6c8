import { toAppError, type AppError } from '@memo/errors';
import type { Ffmpeg } from './ffmpeg.ts';
import { createReportReader, type RecordingReport } from './recording-report.ts';
import { undecodable, withoutAudio } from './undecodable.ts';

/** Opens a file without decoding any of it. */
export type Probe = (path: string, signal: AbortSignal) => Promise<RecordingReport>;

/** @throws AppError `invalid_input` code `audio_undecodable` or `audio_missing`. */
export function createProbe(ffmpeg: Ffmpeg): Probe {
  return async (path, signal) => {
    const { report, onLine } = createReportReader();
    const output = ['-map', '0:a?', '-c', 'copy', '-t', '0'];
    try {
      await ffmpeg({ inputs: [path], output, mayBeEmpty: true, onLine }, signal);
    } catch (failure) {
      if (toAppError(failure).code !== 'audio_failed') throw failure;
      throw explained(report, failure);
    }
    return report;
  };
}

/** Why a file that ffmpeg could not open, or not map a track of, is refused. */
export const explained = ({ container, tracks }: RecordingReport, failure: unknown): AppError =>
  container === '' || tracks.length > 0 ? undecodable(failure) : withoutAudio(failure);
