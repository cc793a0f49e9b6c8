import { rm } from 'node:fs/promises';
import type { Ffmpeg } from './ffmpeg.ts';
import { gainFilters } from './loudness.ts';
import { select } from './select.ts';
import type { AudioTools } from './types.ts';

export function createCut(ffmpeg: Ffmpeg): AudioTools['cut'] {
  return async (wavPath, spans, gainDb, outputPath, signal) => {
    const selected = `${outputPath}.selected.wav`;
    try {
      await select(wavPath, spans, selected, signal);
      const filters = ['anull', ...gainFilters(gainDb)].join(',');
      const output = ['-af', filters, '-c:a', 'flac', '-sample_fmt', 's16', '-f', 'flac'];
      await ffmpeg({ inputs: [selected], output, outputPath }, signal);
    } finally {
      await rm(selected, { force: true });
    }
  };
}
