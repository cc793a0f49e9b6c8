import { keepClock } from './clock.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { limiter } from './loudness.ts';
import { aacOutput, m4aOutput } from './seekable.ts';
import type { AudioTools, LevelledRecording } from './types.ts';
import { blamingRecordings } from './undecodable.ts';

const side = (input: number, { gainDb }: LevelledRecording): string =>
  `[${input}:a:0]${keepClock(48_000)},volume=${gainDb}dB[side${input}]`;

/** `normalize` would halve a voice whenever the other side is open. The limiter takes the peaks. */
const sum = `[side0][side1]amix=inputs=2:duration=longest:normalize=false,${limiter}[mix]`;

export function createMixForPlayback(ffmpeg: Ffmpeg): AudioTools['mixForPlayback'] {
  return (recordings, outputPath, signal) => {
    const inputs = recordings.map(({ path }) => path);
    const graph = [side(0, recordings[0]), side(1, recordings[1]), sum].join(';');
    const output = ['-filter_complex', graph, '-map', '[mix]', ...aacOutput, ...m4aOutput];
    return blamingRecordings(ffmpeg, inputs, signal, () =>
      ffmpeg({ inputs, output, outputPath }, signal),
    );
  };
}
