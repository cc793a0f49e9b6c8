import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execa } from 'execa';
import { findFfmpeg } from '../src/find-ffmpeg.ts';
import type { AudioTools, DecodedRecording, DecodedSide } from '../src/types.ts';

export const tone = 'sine=frequency=440:sample_rate=44100:duration=3';

let found: Promise<string> | undefined;

/** Looked for once in a test process: starting ffmpeg costs a quarter of a second of processor time. */
export function installedFfmpeg(): Promise<string> {
  found ??= findFfmpeg(undefined);
  return found;
}

/** ffmpeg source graphs (`sine=…`), one a track, and how they are encoded. */
export type Sound = [source: string | readonly string[], ...options: readonly string[]];

/** A directory of made recordings. */
export interface Recordings {
  path(name: string): string;
  /** The name's ending chooses the container. */
  make(name: string, ...sound: Sound): Promise<string>;
  /** Several in one run: starting ffmpeg costs more than encoding a few seconds. */
  makeAll(sounds: Readonly<Record<string, Sound>>): Promise<void>;
  write(name: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function createRecordings(): Promise<Recordings> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-audio-'));
  const ffmpeg = await installedFfmpeg();
  const path = (name: string) => join(directory, name);

  async function makeAll(sounds: Readonly<Record<string, Sound>>): Promise<void> {
    const inputs: string[] = [];
    const outputs: string[] = [];
    for (const [name, [source, ...options]] of Object.entries(sounds)) {
      for (const track of [source].flat()) {
        outputs.push('-map', String(inputs.length / 4));
        inputs.push('-f', 'lavfi', '-i', track);
      }
      outputs.push(...options, path(name));
    }
    await execa(ffmpeg, ['-nostdin', '-y', '-v', 'error', ...inputs, ...outputs]);
  }

  return {
    path,
    async make(name, ...sound) {
      await makeAll({ [name]: sound });
      return path(name);
    },
    makeAll,
    async write(name, content) {
      await writeFile(path(name), content);
      return path(name);
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

/** The samples of a 16-bit WAV. */
export async function samplesOf(wavPath: string): Promise<Int16Array> {
  const bytes = await readFile(wavPath);
  const start = bytes.indexOf('data') + 8;
  return new Int16Array(new Uint8Array(bytes.subarray(start)).buffer);
}

/** Root mean square of a stretch of samples, in dB of full scale. */
export function levelDb(samples: Int16Array): number {
  const squares = samples.reduce((sum, sample) => sum + sample ** 2, 0);
  return 20 * Math.log10(Math.sqrt(squares / samples.length) / 32_768);
}

/** A named pipe nobody writes to: ffmpeg waits on it for ever. */
export async function makeEndlessRecording(recordings: Recordings): Promise<string> {
  const path = recordings.path('endless.wav');
  await promisify(execFile)('mkfifo', [path]);
  return path;
}

/** The pipe's writing end. Opens once a reader is there; writing fails with EPIPE once there is none. */
export const openWriter = (pipePath: string) => open(pipePath, 'w');

/** Decodes a recording as one side, to this WAV. */
export async function decodeWhole(
  { decodeRecording }: Pick<AudioTools, 'decodeRecording'>,
  inputPath: string,
  wavPath: string,
): Promise<DecodedRecording & DecodedSide> {
  const { signal } = new AbortController();
  const recording = await decodeRecording(inputPath, wavPath, { apart: false }, signal);
  const [side] = recording.sides;
  if (side === undefined) throw new Error('A recording that decodes has a side.');
  await rename(side.wavPath, wavPath);
  return { ...recording, ...side, wavPath };
}
