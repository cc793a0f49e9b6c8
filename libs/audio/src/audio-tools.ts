import { createConfine, noChildWatch, type ChildStarted, type Confine } from '@memo/confine';
import { createCut } from './cut.ts';
import { createDecodeRecording } from './decode-recording.ts';
import { createToWav } from './to-wav.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { audioLimits } from './limits.ts';
import { createDecodeSample } from './sample.ts';
import { measureLevels } from './levels.ts';
import { haveSameSound } from './same-sound.ts';
import { createCopyForPlayback, createEncodeForPlayback } from './playback.ts';
import { join, select } from './select.ts';
import { createFindSilence } from './silence.ts';
import { createFindSpeech } from './speech/find-speech.ts';
import type { AudioTools } from './types.ts';

export interface AudioToolsOptions {
  /** From findFfmpeg. */
  ffmpegPath: string;
  confine?: Confine;
  /** Told of `ffmpeg` and `voice-detector`. */
  childStarted?: ChildStarted | undefined;
}

/** The audio tools over one ffmpeg binary. */
export function createAudioTools({
  ffmpegPath,
  confine = createConfine(),
  childStarted = noChildWatch,
}: AudioToolsOptions): AudioTools {
  const ffmpeg = createFfmpeg({ ffmpegPath, limits: audioLimits, confine, childStarted });
  return {
    decodeRecording: createDecodeRecording(ffmpeg, audioLimits),
    decodeSample: createDecodeSample(ffmpeg),
    findSilence: createFindSilence(ffmpeg),
    findSpeech: createFindSpeech(ffmpeg, confine, childStarted),
    measureLevels,
    haveSameSound,
    cut: createCut(ffmpeg),
    toWav: createToWav(ffmpeg),
    select,
    join,
    encodeForPlayback: createEncodeForPlayback(ffmpeg),
    copyForPlayback: createCopyForPlayback(ffmpeg),
  };
}
