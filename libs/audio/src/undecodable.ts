import { AppError, toAppError } from '@memo/errors';
import { keepClock } from './clock.ts';
import { tooCostlyCode } from './ffmpeg-failure.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { TrackSource } from './types.ts';

type TrackPlace = Pick<TrackSource, 'path' | 'track'>;

/**
 * Runs a job on people's recordings and says whose fault a failure is. ffmpeg exits alike for a broken recording and for
 * a full disk; so after a failure each track is tried alone, for one frame and without writing anything. Only one
 * that fails this too is to blame.
 * @throws AppError `invalid_input` code `audio_undecodable` or `audio_missing`, or what `job` threw.
 */
export async function blamingRecordings<T>(
  ffmpeg: Ffmpeg,
  tracks: readonly TrackPlace[],
  signal: AbortSignal,
  job: () => Promise<T>,
): Promise<T> {
  try {
    return await job();
  } catch (failure) {
    if (toAppError(failure).code !== 'audio_failed') throw failure;
    for (const place of tracks) await requireFrame(ffmpeg, place, signal);
    throw failure;
  }
}

/** Whether anything of a track decodes. */
export async function decodes(
  ffmpeg: Ffmpeg,
  place: TrackPlace,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await requireFrame(ffmpeg, place, signal);
    return true;
  } catch (failure) {
    const { kind, code } = toAppError(failure);
    // What costs too much is the file as a whole: every other track would cost the same.
    if (kind !== 'invalid_input' || code === tooCostlyCode) throw failure;
    return false;
  }
}

async function requireFrame(
  ffmpeg: Ffmpeg,
  { path, track }: TrackPlace,
  signal: AbortSignal,
): Promise<void> {
  // A millisecond decodes, but at the rate we work with there is nothing of it.
  const output = ['-map', `0:a:${track}`, '-af', keepClock(16_000), '-frames:a', '1'];
  try {
    await ffmpeg({ inputs: [path], output }, signal);
  } catch (failure) {
    if (toAppError(failure).code !== 'audio_failed') throw failure;
    throw undecodable(failure);
  }
}

export const undecodable = (cause: unknown): AppError =>
  new AppError(
    'invalid_input',
    'The recording could not be decoded. Please upload an M4A, WAV or MP3 file that plays.',
    { code: 'audio_undecodable', cause },
  );

export const withoutAudio = (cause: unknown): AppError =>
  new AppError(
    'invalid_input',
    'The file has no audio track, so there is nothing to transcribe. Please upload a recording with sound.',
    { code: 'audio_missing', cause },
  );
