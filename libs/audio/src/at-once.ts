import { toAppError } from '@memo/errors';
import { writeMono, type WrittenWav } from './decode.ts';
import { tooCostlyCode } from './ffmpeg-failure.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { explained } from './probe.ts';
import { createReportReader, type RecordingReport } from './recording-report.ts';
import { blamingRecordings } from './undecodable.ts';

export interface AtOnce {
  report: RecordingReport;
  /** Not given where the file is not as most are. */
  written?: WrittenWav;
}

/**
 * Opens a file and decodes it in the same run, as nearly every recording is: one track of one channel. Where ffmpeg says
 * otherwise, which it does before it decodes anything, the run is given up.
 * @throws AppError `invalid_input` code `audio_undecodable` or `audio_missing`.
 */
export async function atOnce(
  ffmpeg: Ffmpeg,
  path: string,
  outputPath: string,
  signal: AbortSignal,
): Promise<AtOnce> {
  const { report, onLine } = createReportReader();
  const other = new AbortController();
  const watch = (line: string) => {
    onLine(line);
    if (line.startsWith('Stream mapping:') && !isUsual(report)) other.abort(new Error('unusual'));
  };
  const either = AbortSignal.any([signal, other.signal]);
  try {
    const job = { headroomDb: 0, outputPath };
    return { report, written: await writeMono(ffmpeg, { path, track: 0 }, job, watch, either) };
  } catch (failure) {
    signal.throwIfAborted();
    if (toAppError(failure).code === tooCostlyCode) throw failure;
    // A first track that does not decode may have others beside it.
    if (other.signal.aborted || report.tracks.length > 1) return { report };
    if (report.tracks.length === 0 && toAppError(failure).code === 'audio_failed') {
      throw explained(report, failure);
    }
    const track = { path, track: 0 };
    return blamingRecordings(ffmpeg, [track], signal, () => Promise.reject(failure as Error));
  }
}

const isUsual = ({ tracks }: RecordingReport): boolean =>
  tracks.length === 1 && tracks[0]?.channels === 1;
