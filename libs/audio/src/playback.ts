import type { Ffmpeg } from './ffmpeg.ts';
import { limiter } from './loudness.ts';
import { createReadMono, monoFormat } from './mono-samples.ts';
import type { AudioTools, PlayableFile } from './types.ts';

const rate = 48_000;

/** 29 MB for an hour; plenty for voices. */
const aacOutput = ['-c:a', 'aac', '-b:a', '64k'];
const m4aOutput = ['-movflags', '+faststart', '-f', 'mp4'];

const copy = ['-map', '0:a:0', '-c:a', 'copy'];
const webm: PlayableFile = { extension: 'webm', contentType: 'audio/webm' };
const m4a: PlayableFile = { extension: 'm4a', contentType: 'audio/mp4' };

export function createEncodeForPlayback(ffmpeg: Ffmpeg): AudioTools['encodeForPlayback'] {
  const readMono = createReadMono(ffmpeg);
  return async (sides, outputPath, signal) => {
    const sources = sides.flatMap(({ played: { sources: own, gainDb } }) =>
      own.map((source) => ({ ...source, gainDb })),
    );
    await readMono(
      sources,
      rate,
      (bytes) => {
        const inputs = { bytes, format: monoFormat(rate), from: sources.map(({ path }) => path) };
        const output = ['-af', limiter, ...aacOutput, ...m4aOutput];
        return ffmpeg({ inputs, output, outputPath }, signal);
      },
      signal,
      sides.length > 1 ? 'apart' : 'together',
    );
    return m4a;
  };
}

export function createCopyForPlayback(ffmpeg: Ffmpeg): AudioTools['copyForPlayback'] {
  return async ({ path, codec }, outputPath, signal) => {
    const [file, output] = containerFor(codec);
    await ffmpeg({ inputs: [path], output, outputPath }, signal);
    return file;
  };
}

function containerFor(codec: string): [PlayableFile, string[]] {
  switch (codec) {
    case 'opus':
    case 'vorbis':
      return [webm, [...copy, '-cues_to_front', '1', '-f', 'webm']];
    case 'aac':
      return [m4a, [...copy, ...m4aOutput]];
    default:
      return [m4a, ['-map', '0:a:0', ...aacOutput, ...m4aOutput]];
  }
}
