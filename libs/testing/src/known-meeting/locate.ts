import { recognizeWords, type RecognizedWord } from './recognize-words.ts';
import { readSamples } from './read-samples.ts';
import type { KnownMeeting } from './types.ts';

/**
 * Where in the meeting this audio (a file or its bytes) begins, in ms: exact to the sample for lossless audio that is
 * one stretch of the recording. Null when there is no whole word in it, as in silence or another meeting's sound.
 * Negative when something was put before the meeting's start.
 */
export async function locate(
  meeting: KnownMeeting,
  audio: Buffer | string,
  ffmpeg?: string,
): Promise<number | null> {
  return startOf(recognizeWords(meeting, await readSamples(audio, ffmpeg)));
}

/** The median of what the words say: one that a codec smeared does not move it. */
export function startOf(recognized: RecognizedWord[]): number | null {
  const starts = recognized
    .map(({ word, startMs }) => word.startMs - startMs)
    .sort((a, b) => a - b);
  return starts[Math.floor(starts.length / 2)] ?? null;
}
