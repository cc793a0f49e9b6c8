import { AppError, toAppError } from '@memo/errors';
import type { Ffmpeg } from './ffmpeg.ts';

/**
 * Runs a job on people's recordings and says whose fault a failure is. ffmpeg exits alike for a broken recording and for
 * a full disk; so after a failure each recording is tried alone, for one frame and without writing anything. Only a
 * recording that fails this too is to blame.
 * @throws AppError `invalid_input` code `audio_undecodable` or `audio_missing`, or what `job` threw.
 */
export async function blamingRecordings(
  ffmpeg: Ffmpeg,
  recordings: string[],
  signal: AbortSignal,
  job: () => Promise<void>,
): Promise<void> {
  try {
    await job();
  } catch (failure) {
    if (toAppError(failure).code !== 'audio_failed') throw failure;
    for (const recording of recordings) await requireFrame(ffmpeg, recording, signal);
    throw failure;
  }
}

async function requireFrame(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<void> {
  const missing: string[] = [];
  const onLine = (line: string) => {
    if (/^Stream map '.*' matches no streams/.test(line)) missing.push(line);
  };
  try {
    await ffmpeg({ inputs: [path], output: ['-map', '0:a:0', '-frames:a', '1'], onLine }, signal);
  } catch (failure) {
    if (toAppError(failure).code !== 'audio_failed') throw failure;
    throw missing.length > 0 ? withoutAudio(failure) : undecodable(failure);
  }
}

const undecodable = (cause: unknown): AppError =>
  new AppError(
    'invalid_input',
    'The recording could not be decoded. Please upload an M4A, WAV or MP3 file that plays.',
    { code: 'audio_undecodable', cause },
  );

const withoutAudio = (cause: unknown): AppError =>
  new AppError(
    'invalid_input',
    'The file has no audio track, so there is nothing to transcribe. Please upload a recording with sound.',
    { code: 'audio_missing', cause },
  );
