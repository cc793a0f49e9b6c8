import { AppError, diskFull } from '@memo/errors';
import type { AudioLimits } from './limits.ts';
import type { TooSlow } from './progress.ts';

interface FailedRun {
  result: {
    /** Why the child could not be started. */
    code?: string | undefined;
    timedOut: boolean;
    shortMessage?: string | undefined;
  };
  /** Why it was ended before its time. */
  given: { why: TooSlow; computed: boolean } | null;
  lastLines: readonly string[];
}

/** What a run that failed means to people; its last lines are the cause. */
export function ffmpegFailure(
  { result, given, lastLines }: FailedRun,
  ffmpegPath: string,
): AppError {
  const cause = new Error(
    [given?.why, result.shortMessage, ...lastLines].filter(Boolean).join('\n'),
  );
  if (result.code === 'ENOENT' || result.code === 'EACCES' || notFound(lastLines)) {
    return new AppError(
      'misconfigured',
      `ffmpeg cannot be started as "${ffmpegPath}". Install ffmpeg or set FFMPEG_PATH to its binary.`,
      { code: 'ffmpeg_missing', cause },
    );
  }
  // Said of its output, in the system's words.
  if (lastLines.some((line) => noRoom.test(line))) return diskFull(cause);
  // What its input had it compute would be computed again; a machine that was busy will not be for ever.
  if (given?.computed === true || lastLines.some((line) => ranOutOfTime.test(line))) {
    return tooCostly(cause);
  }
  if (result.timedOut || given !== null) {
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

const noRoom = /No space left on device|Disk quota exceeded/;

/**
 * Notices that the end of the output could not be written. ffmpeg learns it when it closes the file, says it, and calls
 * that a success (seen with 5.1): what was cut off would be taken for all there is.
 */
export function createCutReader() {
  let isCut = false;
  return {
    onLine: (line: string) => {
      isCut ||= noRoom.test(line) || line.includes('Error closing file');
    },
    isSeen: () => isCut,
  };
}

/** SIGXCPU, with which the system ends what has used up its `-timelimit`. */
const ranOutOfTime = /received signal 24\b/;

/** Said by what starts ffmpeg for us (`libs/confine`). */
const notFound = (lines: readonly string[]): boolean =>
  lines.some((line) => /^(?:prlimit|setpriv|unshare): failed to execute /.test(line));

export const tooCostlyCode = 'audio_too_costly';

/** Not retried: the same recording would take the same again. */
export const tooCostly = (cause: unknown): AppError =>
  new AppError(
    'invalid_input',
    'Decoding the recording takes far more time or memory than a recording does. Please upload an M4A, WAV or MP3 file that plays.',
    { code: tooCostlyCode, cause },
  );

/**
 * Notices that ffmpeg was refused memory, which it may not say: it leaves out the rest of an index, and calls that a
 * success. Whoever came so near to the limit that one more allocation had no room was refused one.
 */
export function createShortageReader({ maxMemoryBytes, maxAllocationBytes }: AudioLimits) {
  let isShort = false;
  let isRefused = false;
  return {
    onLine: (line: string) => {
      isRefused ||= line.includes('Cannot allocate memory');
      const [, kilobytes = 0] = /^bench: maxrss=(\d+)k/.exec(line) ?? [];
      isShort ||= Number(kilobytes) * 1024 > maxMemoryBytes - maxAllocationBytes;
    },
    /** One that failed, and so is to be explained, may have been refused a single large allocation. */
    isSeen: (hasFailed: boolean) => isShort || (hasFailed && isRefused),
  };
}
