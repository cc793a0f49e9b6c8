import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioTools } from './types.ts';
import { blamingRecordings } from './undecodable.ts';

const mixFormat = 'aformat=sample_rates=48000:channel_layouts=mono';

/** Both at their own volume: `normalize` would halve a voice whenever the other side is open. The limiter takes the peaks. */
const mixGraph = [
  `[0:a:0]${mixFormat}[first]`,
  `[1:a:0]${mixFormat}[second]`,
  '[first][second]amix=inputs=2:duration=longest:normalize=false[sum]',
  '[sum]alimiter=limit=0.9:level=false:latency=true[mix]',
].join(';');

/** 29 MB for an hour; plenty for voices. */
const mixOutput = [
  ...['-filter_complex', mixGraph, '-map', '[mix]'],
  ...['-c:a', 'aac', '-b:a', '64k', '-movflags', '+faststart', '-f', 'mp4'],
];

export function createMixForPlayback(ffmpeg: Ffmpeg): AudioTools['mixForPlayback'] {
  return (inputs, outputPath, signal) =>
    blamingRecordings(ffmpeg, inputs, signal, () =>
      ffmpeg({ inputs, output: mixOutput, outputPath }, signal),
    );
}
