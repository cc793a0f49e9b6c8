import { stat } from 'node:fs/promises';
import { AppError } from '@memo/errors';
import { execa } from 'execa';
import { tailOf } from './lines.ts';
import type { AudioLimits } from './limits.ts';
import type { Span } from './types.ts';

/** One run of ffmpeg over local files. */
interface FfmpegJob {
  inputs: string[];
  /** Reads only this stretch of the inputs. */
  span?: Span;
  /** Filters, codec and format of the output. */
  output: string[];
  /** Without it the output is thrown away (with `-f null`). */
  outputPath?: string;
  /** Nothing to write is a result, not a failure. */
  mayBeEmpty?: boolean;
  /**
   * Receives what ffmpeg reports, line by line. On a stranger's file there is no bound to how much that is but the time
   * limit, and a line may say anything: keep what is wanted of it, not the lines.
   */
  onLine?: (line: string) => void;
}

/** @throws AppError `misconfigured`, `timeout`, or `unavailable` code `audio_failed`; the signal's reason. */
export type Ffmpeg = (job: FfmpegJob, signal: AbortSignal) => Promise<void>;

export interface FfmpegOptions {
  ffmpegPath: string;
  limits: AudioLimits;
}

/**
 * Demuxers of real recordings. A playlist or concat script named .mp3 would otherwise be recognized by its content
 * and make ffmpeg open whatever files and addresses it lists.
 */
const acceptedFormats = 'aac,flac,matroska,mov,mp3,ogg,wav';

/** Runs ffmpeg in a child process that ends, at the latest, with its time limit or the signal. */
export function createFfmpeg({ ffmpegPath, limits }: FfmpegOptions): Ffmpeg {
  return async (job, signal) => {
    signal.throwIfAborted();
    const timeout = limits.timeLimitMs(await totalBytes(job.inputs));
    const child = execa(ffmpegPath, argumentsFor(job, limits, timeout), {
      reject: false,
      buffer: false,
      stdin: 'ignore',
      stdout: 'ignore',
      timeout,
      cancelSignal: signal,
      killSignal: 'SIGKILL',
    });
    const lastLines = await tailOf(child.stderr, job.onLine);
    const result = await child;
    if (!result.failed) return;
    signal.throwIfAborted();
    throw failure(result, ffmpegPath, lastLines);
  };
}

async function totalBytes(paths: string[]): Promise<number> {
  const files = await Promise.all(paths.map((path) => stat(path)));
  return files.reduce((sum, file) => sum + file.size, 0);
}

function argumentsFor(job: FfmpegJob, limits: AudioLimits, timeoutMs: number): string[] {
  const { span, outputPath } = job;
  const seek = span === undefined ? [] : ['-ss', `${span.startMs}ms`];
  // One second more than allowed, so that a longer recording can be told from one that just fits.
  const lengthMs = span === undefined ? limits.maxRecordingMs + 1000 : span.endMs - span.startMs;
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-y'],
    ...['-v', job.onLine === undefined ? 'error' : 'info'],
    ...['-max_alloc', String(limits.maxAllocationBytes)],
    // CPU seconds, enforced by the system: holds even if this process dies and cannot kill its child.
    ...['-timelimit', String(Math.ceil(timeoutMs / 1000))],
    ...['-filter_threads', '1', '-filter_complex_threads', '1'],
    // Damage in the input is not a failure, decoding nothing is: a failure then never means "decoded in part".
    ...['-max_error_rate', '1'],
    // A gap in an Ogg file's timestamps is silence to keep (see clock.ts), not a jump to close.
    ...['-dts_delta_threshold', String(limits.maxRecordingMs / 1000)],
    ...(job.mayBeEmpty === true ? [] : ['-abort_on', 'empty_output']),
    ...job.inputs.flatMap((path) => [...inputOptions, ...seek, '-i', `file:${path}`]),
    ...['-t', `${lengthMs}ms`, '-fs', String(limits.maxOutputBytes), '-threads', '1'],
    // A phone writes its position into its recordings.
    ...['-map_metadata', '-1', '-map_chapters', '-1'],
    ...job.output,
    ...(outputPath === undefined ? ['-f', 'null', '-'] : [`file:${outputPath}`]),
  ];
}

const inputOptions = [
  ...['-protocol_whitelist', 'file', '-format_whitelist', acceptedFormats],
  ...['-threads', '1', '-vn', '-sn', '-dn'],
];

interface FailedRun {
  /** Why the child could not be started. */
  code?: string | undefined;
  timedOut: boolean;
  shortMessage?: string | undefined;
}

function failure(result: FailedRun, ffmpegPath: string, lastLines: string[]): AppError {
  const cause = new Error([result.shortMessage, ...lastLines].join('\n'));
  if (result.code === 'ENOENT' || result.code === 'EACCES') {
    return new AppError(
      'misconfigured',
      `ffmpeg cannot be started as "${ffmpegPath}". Install ffmpeg or set FFMPEG_PATH to its binary.`,
      { code: 'ffmpeg_missing', cause },
    );
  }
  if (result.timedOut) {
    return new AppError(
      'timeout',
      'Processing the recording took too long. Please try again, or upload a shorter recording.',
      { code: 'audio_timeout', cause },
    );
  }
  return new AppError('unavailable', 'The recording could not be processed. Please try again.', {
    code: 'audio_failed',
    cause,
  });
}
