import { open } from 'node:fs/promises';
import { behindWav } from './behind-wav.ts';
import { frameRuns, framesAt, tagBytes } from './frame-runs.ts';

/** How a file is given to ffmpeg. */
export interface Reading {
  /** A WAV that goes on behind the length in its header, which ffmpeg takes for its end. */
  toItsEnd: boolean;
  /** The parts of it that are given, one behind the other, in bytes; null for all of it. */
  ranges: readonly ByteRange[] | null;
}

export interface ByteRange {
  from: number;
  /** The first byte that is not in it. */
  to: number;
}

const whole: Reading = { toItsEnd: false, ranges: null };

/** Less than this between two frames is a tag that ffmpeg steps over. */
const leastJunkBytes = 1024;

/** They stand in one argument of a command. More are damage, not tags. */
const mostRanges = 200;

/**
 * Of MP3 and AAC streams, their frames without what was put between them: of a large tag in their middle (files put one
 * behind the other, each with its cover) ffmpeg makes sound that is not there, or takes it for the end. Of a WAV that has
 * its samples in several pieces, it would decode the last.
 */
export async function readingOf(path: string): Promise<Reading> {
  const { goesOn, sampleEnd } = await behindWav(path);
  if (goesOn) return { toItsEnd: true, ranges: null };
  if (sampleEnd !== null) return { toItsEnd: false, ranges: [{ from: 0, to: sampleEnd }] };
  if (!(await isFrames(path))) return whole;
  const runs = await frameRuns(path);
  const [first] = runs;
  const ranges: ByteRange[] = [];
  for (const { position, end } of runs.filter(({ kind }) => kind === first?.kind)) {
    const last = ranges.at(-1);
    if (last !== undefined && position - last.to < leastJunkBytes) last.to = end;
    else ranges.push({ from: ranges.length === 0 ? 0 : position, to: end });
  }
  const [last] = ranges.slice(-1);
  if (last === undefined || ranges.length > mostRanges) return whole;
  const isAll = ranges.length === 1 && (await sizeOf(path)) - last.to < leastJunkBytes;
  return isAll ? whole : { toItsEnd: false, ranges };
}

async function sizeOf(path: string): Promise<number> {
  await using file = await open(path);
  return (await file.stat()).size;
}

/** Frames, perhaps behind tags. */
async function isFrames(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer: head } = await file.read(Buffer.alloc(10), 0, 10, 0);
  const from = head.toString('latin1', 0, 3) === 'ID3' ? 10 + tagBytes(head) : 0;
  return (await framesAt(file, from)) !== null;
}
