import { AppError, diskFull } from '@memo/errors';

interface FailedRun {
  /** Why the child could not be started. */
  code?: string | undefined;
  timedOut: boolean;
  shortMessage?: string | undefined;
}

/** What a run that failed means to people; its last lines are the cause. */
export function ffmpegFailure(
  result: FailedRun,
  ffmpegPath: string,
  lastLines: readonly string[],
): AppError {
  const cause = new Error([result.shortMessage, ...lastLines].join('\n'));
  if (result.code === 'ENOENT' || result.code === 'EACCES') {
    return new AppError(
      'misconfigured',
      `ffmpeg cannot be started as "${ffmpegPath}". Install ffmpeg or set FFMPEG_PATH to its binary.`,
      { code: 'ffmpeg_missing', cause },
    );
  }
  // Said of its output, in the system's words.
  if (lastLines.some((line) => line.includes('No space left on device'))) return diskFull(cause);
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
