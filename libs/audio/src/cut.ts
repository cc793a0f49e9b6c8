import { rm } from 'node:fs/promises';
import type { Ffmpeg } from './ffmpeg.ts';
import { gainFilters } from './loudness.ts';
import { select } from './select.ts';
import { createSilenceReader, silenceFilter } from './silence.ts';
import type { AudioTools } from './types.ts';

export function createCut(ffmpeg: Ffmpeg): AudioTools['cut'] {
  return async (wavPath, spans, gainDb, outputPath, signal) => {
    const selected = `${outputPath}.selected.wav`;
    try {
      await select(wavPath, spans, selected, signal);
      const { onLine, silences } = createSilenceReader();
      const filters = [...gainFilters(gainDb), silenceFilter(0)].join(',');
      const output = ['-af', filters, '-c:a', 'flac', '-sample_fmt', 's16', '-f', 'flac'];
      await ffmpeg({ inputs: [selected], output, outputPath, onLine }, signal);
      return {
        silences: silences(spans.reduce((ms, { startMs, endMs }) => ms + endMs - startMs, 0)),
      };
    } finally {
      await rm(selected, { force: true });
    }
  };
}
