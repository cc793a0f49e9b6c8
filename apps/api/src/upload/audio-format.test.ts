import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recognizeAudio, sniffBytes, type AudioFormat } from './audio-format.ts';

const every: AudioFormat[] = ['mp3', 'wav', 'm4a', 'flac', 'webm', 'opus'];
/** Which of the inputs below: a tone, or a tone and a picture. A video is taken for its sound. */
const video = ['-map', '0', '-map', '1'];
const files: [name: string, format: AudioFormat, options: string[]][] = [
  ['a.mp3', 'mp3', []],
  ['untagged.mp3', 'mp3', ['-write_id3v1', '0', '-id3v2_version', '0', '-write_xing', '0']],
  ['a.wav', 'wav', []],
  ['a.m4a', 'm4a', []],
  ['a.mp4', 'm4a', ['-c:a', 'aac']],
  ['a.flac', 'flac', []],
  ['a.webm', 'webm', ['-c:a', 'libopus']],
  ['a.opus', 'opus', []],
  ['a.ogg', 'opus', ['-c:a', 'libvorbis']],
  ['video.mp4', 'm4a', [...video, '-c:a', 'aac']],
  ['video.webm', 'webm', [...video, '-c:a', 'libopus']],
  ['audiobook.m4b', 'm4a', ['-f', 'ipod', '-brand', 'M4B ']],
  ['video.m4v', 'm4a', [...video, '-c:a', 'aac', '-f', 'mp4', '-brand', 'M4V ']],
  ['flash.f4a', 'm4a', ['-c:a', 'aac', '-f', 'mp4', '-brand', 'F4A ']],
  ['phone.m4a', 'm4a', ['-c:a', 'aac', '-f', 'mp4', '-brand', '3gp5']],
  ['phone.3gp', 'm4a', ['-c:a', 'aac']],
  ['phone.3g2', 'm4a', ['-c:a', 'aac']],
  ['memo.qta', 'm4a', ['-c:a', 'aac', '-f', 'mov']],
  ['recorder.aac', 'm4a', ['-c:a', 'aac']],
  ['a.spx', 'opus', ['-c:a', 'libspeex', '-ar', '16000']],
  ['a.oga', 'opus', ['-c:a', 'flac']],
  ['video.ogv', 'opus', [...video, '-c:v', 'libtheora', '-c:a', 'libvorbis']],
  ['a.mkv', 'webm', ['-c:a', 'aac']],
  ['long.wav', 'wav', ['-rf64', 'always']],
  ['a.mp2', 'mp3', ['-c:a', 'mp2']],
];
/** QuickTime that begins with its index, and with its samples. */
const quickTimes = { 'index.mov': ['-movflags', '+faststart'], 'samples.mov': [] };

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-formats-'));
  // All in one run: starting ffmpeg costs more than encoding a second.
  const outputs = [
    ...files.map(([name, , options]) => [name, options] as const),
    ...Object.entries(quickTimes).map(
      ([name, options]) => [name, ['-c:a', 'aac', ...options]] as const,
    ),
  ].flatMap(([name, options]) => [
    ...(options[0] === '-map' ? [] : ['-map', '0']),
    ...options,
    join(directory, name),
  ]);
  const inputs = ['sine=frequency=440:duration=1', 'color=size=64x64:duration=1'].flatMap(
    (source) => ['-f', 'lavfi', '-i', source],
  );
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', ...inputs, ...outputs]);
});

afterAll(() => rm(directory, { recursive: true }));

/** The beginning of a real file. */
const headOf = async (name: string): Promise<Buffer> =>
  (await readFile(join(directory, name))).subarray(0, sniffBytes);

describe('the format of a recording, by its content,', () => {
  it.each(files)('is for %s: %s', async (name, format) => {
    const head = await headOf(name);
    await expect(recognizeAudio(head, every)).resolves.toMatchObject({ format });
    await expect(
      recognizeAudio(
        head,
        every.filter((one) => one !== format),
      ),
    ).rejects.toMatchObject({ kind: 'invalid_input' });
  });
});

it.each(Object.keys(quickTimes))(
  'a recording of before file types were written is known: %s',
  async (name) => {
    const head = await headOf(name);
    const old = head.subarray(head.readUInt32BE(0));
    await expect(recognizeAudio(old, every)).resolves.toMatchObject({ format: 'm4a' });
  },
);

it('BW64 is WAV', async () => {
  const head = await headOf('long.wav');
  head.write('BW64');
  await expect(recognizeAudio(head, every)).resolves.toMatchObject({ format: 'wav' });
});

it.each(['RIFF....AVI LIST', 'GIF89a', '....ftypheic', '....ftypavif', '....moo'])(
  'what is no recording is refused: %s',
  async (head) => {
    await expect(recognizeAudio(Buffer.from(head), every)).rejects.toMatchObject({
      kind: 'invalid_input',
    });
  },
);
