import { open } from 'node:fs/promises';
import type { Ffmpeg } from './ffmpeg.ts';
import type { RecordingReport } from './recording-report.ts';
import type { AudioTools, PlayableFile } from './types.ts';

/** Holds the index of a WebM file or the reference to it, and what says that an MP4 file is in fragments. */
const headBytes = 64 * 1024;

const cuesId = Buffer.from([0x1c, 0x53, 0xbb, 0x6b]);
const fragmentsId = Buffer.from('mvex');

/** Whether a player can play and seek a recording as it is. Browsers record WebM and MP4 without an index. */
export async function isSeekable(path: string, report: RecordingReport): Promise<boolean> {
  if (report.streams !== 1) return false;
  if (report.container !== 'matroska' && report.container !== 'mov') return true;
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  return report.container === 'matroska' ? head.includes(cuesId) : !head.includes(fragmentsId);
}

/** 29 MB for an hour; plenty for voices. */
export const aacOutput = ['-c:a', 'aac', '-b:a', '64k'];
export const m4aOutput = ['-movflags', '+faststart', '-f', 'mp4'];

const copy = ['-map', '0:a:0', '-c:a', 'copy'];
const webm: PlayableFile = { extension: 'webm', contentType: 'audio/webm' };
const m4a: PlayableFile = { extension: 'm4a', contentType: 'audio/mp4' };

export function createMakeSeekable(ffmpeg: Ffmpeg): AudioTools['makeSeekable'] {
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
