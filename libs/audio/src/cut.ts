import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioTools } from './types.ts';

export function createCut(ffmpeg: Ffmpeg): AudioTools['cut'] {
  return (wavPath, span, outputPath, signal) =>
    ffmpeg({ inputs: [wavPath], span, output: ['-c:a', 'flac', '-f', 'flac'], outputPath }, signal);
}
