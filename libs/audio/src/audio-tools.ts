import { createCut } from './cut.ts';
import { createDecodeToWav, createToWav } from './decode.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { audioLimits } from './limits.ts';
import { createMixForPlayback } from './mix.ts';
import { createDecodeSample } from './sample.ts';
import { createMakeSeekable } from './seekable.ts';
import { join, select } from './select.ts';
import { createFindSilence } from './silence.ts';
import type { AudioTools } from './types.ts';

export interface AudioToolsOptions {
  /** From findFfmpeg. */
  ffmpegPath: string;
}

/** The audio tools over one ffmpeg binary. */
export function createAudioTools({ ffmpegPath }: AudioToolsOptions): AudioTools {
  const ffmpeg = createFfmpeg({ ffmpegPath, limits: audioLimits });
  return {
    decodeToWav: createDecodeToWav(ffmpeg, audioLimits),
    decodeSample: createDecodeSample(ffmpeg),
    findSilence: createFindSilence(ffmpeg),
    cut: createCut(ffmpeg),
    toWav: createToWav(ffmpeg),
    select,
    join,
    mixForPlayback: createMixForPlayback(ffmpeg),
    makeSeekable: createMakeSeekable(ffmpeg),
  };
}
