import type { Span } from '@memo/audio';
import { AppError } from '@memo/errors';

/**
 * Where to cut a recording for the recognizer. One chunk holds it all as long as the recognizer takes it whole.
 * @throws AppError `too_large` code `audio_too_long`.
 */
export function planChunks(durationMs: number, maxChunkMs: number): Span[] {
  if (durationMs > maxChunkMs) {
    const minutes = (ms: number): number => Math.floor(ms / 60_000);
    throw new AppError(
      'too_large',
      `This recording is ${minutes(durationMs)} minutes long; recordings of up to ${minutes(maxChunkMs)} minutes can be transcribed. Please upload it in shorter parts.`,
      { code: 'audio_too_long' },
    );
  }
  return [{ startMs: 0, endMs: durationMs }];
}
