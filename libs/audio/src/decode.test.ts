import { access, readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import { createDecodeToWav } from './decode.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { audioLimits } from './limits.ts';
import { createRecordings, levelDb, samplesOf, tone, type Recordings } from '../test/recordings.ts';
import type { DecodedAudio } from './types.ts';

const { signal } = new AbortController();
const undecodable = { kind: 'invalid_input', code: 'audio_undecodable' };

let recordings: Recordings;
let output: string;
let decode: (inputPath: string) => Promise<DecodedAudio>;

beforeEach(async () => {
  recordings = await createRecordings();
  output = recordings.path('decoded.wav');
  const audio = createAudioTools({ ffmpegPath: await findFfmpeg(undefined) });
  decode = (inputPath) => audio.decodeToWav(inputPath, output, signal);
});
afterEach(() => recordings.remove());

function expectAbout(actualMs: number, expectedMs: number) {
  expect(Math.abs(actualMs - expectedMs)).toBeLessThanOrEqual(50);
}

describe('a recording that plays', () => {
  it.each([
    ['tone.mp3', 'libmp3lame'],
    ['tone.wav', 'pcm_s16le'],
    ['tone.m4a', 'aac'],
    ['tone.mov', 'aac'],
    ['tone.aac', 'aac'],
    ['tone.flac', 'flac'],
    ['tone.webm', 'libopus'],
    ['tone.mkv', 'libopus'],
    ['tone.opus', 'libopus'],
    ['tone.ogg', 'libvorbis'],
  ])('decodes to its whole length: %s', async (name, codec) => {
    const { durationMs } = await decode(await recordings.make(name, tone, '-c:a', codec));
    expectAbout(durationMs, 3000);
    expect(Math.floor((await samplesOf(output)).length / 16)).toBe(durationMs);
  });

  it('becomes 16 kHz mono 16-bit', async () => {
    await decode(await recordings.make('stereo.wav', tone, '-ac', '2', '-ar', '48000'));
    const header = await readFile(output);
    const [channels, rate, bits] = [22, 24, 34].map((offset) => header.readUInt16LE(offset));
    expect({ channels, rate, bits }).toEqual({ channels: 1, rate: 16_000, bits: 16 });
  });

  it('gives its sound when it is a video', async () => {
    const picture = ['-f', 'lavfi', '-i', 'color=size=64x64:duration=3'];
    const { durationMs } = await decode(await recordings.make('video.mp4', tone, ...picture));
    expectAbout(durationMs, 3000);
  });

  it('leaves nothing but the WAV behind', async () => {
    await decode(await recordings.make('tone.flac', tone));
    expect(await readdir(dirname(output))).toEqual(['decoded.wav', 'tone.flac']);
  });
});

describe('loudness', () => {
  // A 440 Hz sine at -23 LUFS lies within 1 dB of -23 dB RMS.
  it.each([
    { change: 15, level: -23 },
    { change: -20, level: -23 },
    { change: -40, level: 24 - 40 - 21 },
  ])('of a tone at -21 dB changed by $change dB becomes $level dB', async ({ change, level }) => {
    await decode(await recordings.make('tone.wav', `${tone},volume=${change}dB`));
    expect(Math.abs(levelDb(await samplesOf(output)) - level)).toBeLessThan(1);
  });

  it('moves no sample', async () => {
    const clickAtOneSecond = 'aevalsrc=if(eq(n\\,16000)\\,0.9\\,0.01*sin(n)):sample_rate=16000:d=2';
    await decode(await recordings.make('click.wav', clickAtOneSecond));
    const samples = await samplesOf(output);
    expect(samples.findIndex((sample) => sample > 20_000)).toBe(16_000);
  });

  it('of silence stays silence', async () => {
    await decode(await recordings.make('silent.wav', 'anullsrc=sample_rate=44100:duration=2'));
    expect((await samplesOf(output)).every((sample) => sample === 0)).toBe(true);
  });
});

describe('a damaged recording', () => {
  it.each([0, 100_000_000, 0xffff_ffff])(
    'is as long as its samples, whatever its header says (%i bytes)',
    async (declaredBytes) => {
      const bytes = await readFile(await recordings.make('honest.wav', tone));
      bytes.writeUInt32LE(declaredBytes, bytes.indexOf('data') + 4);
      expect(await decode(await recordings.write('lying.wav', bytes))).toEqual({
        durationMs: 3000,
      });
    },
  );

  it('gives what decodes when its end is missing', async () => {
    const bytes = await readFile(await recordings.make('whole.mp3', tone));
    const half = bytes.subarray(0, bytes.length / 2);
    const { durationMs } = await decode(await recordings.write('half.mp3', half));
    expect(durationMs).toBeGreaterThan(1300);
    expect(durationMs).toBeLessThan(1600);
  });

  it('gives what decodes when most of it is noise', async () => {
    const options = ['-movflags', '+faststart'];
    const bytes = await readFile(await recordings.make('whole.m4a', tone, ...options));
    bytes.fill(0xff, Math.floor(bytes.length / 4));
    const { durationMs } = await decode(await recordings.write('noise.m4a', bytes));
    expect(durationMs).toBeGreaterThan(400);
    expect(durationMs).toBeLessThan(1000);
  });
});

describe('a file that is no recording', () => {
  it('is refused when it is text', async () => {
    await expect(
      decode(await recordings.write('notes.mp3', 'We met on Monday.\n')),
    ).rejects.toMatchObject({
      ...undecodable,
      message:
        'The recording could not be decoded. Please upload an M4A, WAV or MP3 file that plays.',
    });
  });

  it('is refused when it is empty', async () => {
    await expect(decode(await recordings.write('empty.mp3', ''))).rejects.toMatchObject(
      undecodable,
    );
  });

  it('is refused when it is a WAV without a sample', async () => {
    const bytes = await readFile(await recordings.make('tone.wav', tone));
    const header = bytes.subarray(0, bytes.indexOf('data') + 8);
    await expect(decode(await recordings.write('header.wav', header))).rejects.toMatchObject(
      undecodable,
    );
  });

  it('is refused when it is a video without sound', async () => {
    const input = await recordings.make('mute.mp4', 'color=size=64x64:duration=1');
    await expect(decode(input)).rejects.toMatchObject(undecodable);
  });

  it.each([
    [
      'playlist',
      ['#EXTM3U', '#EXT-X-TARGETDURATION:3', '#EXTINF:3,', 'secret.mp3', '#EXT-X-ENDLIST'],
    ],
    ['concat script', ['ffconcat version 1.0', 'file secret.mp3']],
  ])('reads no other file when it is a %s named .mp3', async (_, lines) => {
    await recordings.make('secret.mp3', tone);
    const input = await recordings.write('meeting.mp3', `${lines.join('\n')}\n`);
    await expect(decode(input)).rejects.toMatchObject(undecodable);
    await expect(access(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('a recording longer than allowed is refused, not cut', async () => {
  const limits = { ...audioLimits, maxRecordingMs: 2000 };
  const ffmpeg = createFfmpeg({ ffmpegPath: await findFfmpeg(undefined), limits });
  const input = await recordings.make('long.flac', tone);
  await expect(createDecodeToWav(ffmpeg, limits)(input, output, signal)).rejects.toMatchObject({
    kind: 'too_large',
    code: 'audio_too_long',
  });
});

it('a recording is not blamed when the output cannot be written', async () => {
  output = recordings.path('no-such-directory/decoded.wav');
  await expect(decode(await recordings.make('tone.flac', tone))).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'audio_failed',
  });
});
