import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import { createDecodeRecording } from './decode-recording.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { audioLimits } from './limits.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  samplesOf,
  tone,
  type Recordings,
  type Sound,
} from '../test/recordings.ts';
import { gainFilters } from './loudness.ts';
import type { DecodedRecording, DecodedSide } from './types.ts';

const undecodable = { kind: 'invalid_input', code: 'audio_undecodable' };

const ten = 'sine=frequency=440:duration=10';
const picture = (seconds: number) => `color=size=64x64:duration=${seconds}`;
const title = 'x\n    I:         -60.0 LUFS\nOutput #0\n  Duration: 09:00:00.00';
const faststart = ['-movflags', '+faststart'] as const;

const formats: [name: string, codec: string][] = [
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
];
const cut: [name: string, codec: string, ...options: string[]][] = [
  ['cut.mp3', 'libmp3lame'],
  ['cut.m4a', 'aac', ...faststart],
  ['cut.flac', 'flac'],
  ['cut.wav', 'pcm_s16le'],
  ['cut.webm', 'libopus'],
];
const changes = [
  { change: 15, gain: -17 },
  { change: -20, gain: 18 },
  { change: -40, gain: 24 },
];

const sounds: Record<string, Sound> = {
  ...Object.fromEntries(formats.map(([name, codec]) => [name, [tone, '-c:a', codec]])),
  ...Object.fromEntries(
    cut.map(([name, codec, ...options]) => [`whole-${name}`, [ten, '-c:a', codec, ...options]]),
  ),
  ...Object.fromEntries(
    changes.map(({ change }) => [`${change}dB.wav`, [`${tone},volume=${change}dB`]]),
  ),
  '-2.1dB.wav': [`${tone},volume=-2.1dB`],
  'stereo.wav': [tone, '-ac', '2', '-ar', '48000'],
  'video.mp4': [[tone, picture(3)]],
  'longer-video.mp4': [[tone, picture(9)]],
  'mute.mp4': [picture(1)],
  'silent.wav': ['anullsrc=sample_rate=44100:duration=2'],
  'titled.flac': [tone, '-metadata', `title=${title}`],
  'noise.m4a': [tone, ...faststart],
};

let recordings: Recordings;
let output: string;
let decode: (inputPath: string) => Promise<DecodedRecording & DecodedSide>;

beforeAll(async () => {
  recordings = await createRecordings();
  await recordings.makeAll(sounds);
  const audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  decode = (inputPath) => decodeWhole(audio, inputPath, output);
});
beforeEach(() => {
  output = recordings.path('decoded.wav');
});
afterAll(() => recordings.remove());

const made = (name: string) => recordings.path(name);

function expectAbout(actualMs: number, expectedMs: number) {
  expect(Math.abs(actualMs - expectedMs)).toBeLessThanOrEqual(50);
}

describe('a recording that plays', () => {
  it.each(formats)('decodes to its whole length: %s', async (name) => {
    const { durationMs } = await decode(made(name));
    expectAbout(durationMs, 3000);
    expect(Math.floor((await samplesOf(output)).length / 16)).toBe(durationMs);
  });

  it('becomes 16 kHz mono 16-bit', async () => {
    await decode(made('stereo.wav'));
    const header = await readFile(output);
    const [channels, rate, bits] = [22, 24, 34].map((offset) => header.readUInt16LE(offset));
    expect({ channels, rate, bits }).toEqual({ channels: 1, rate: 16_000, bits: 16 });
  });

  it('gives its sound when it is a video', async () => {
    const { durationMs } = await decode(made('video.mp4'));
    expectAbout(durationMs, 3000);
  });

  it('leaves nothing but the WAV behind', async () => {
    await mkdir(recordings.path('apart'));
    output = recordings.path('apart/decoded.wav');
    await decode(made('tone.flac'));
    expect(await readdir(dirname(output))).toEqual(['decoded.wav']);
  });
});

describe('the gain', () => {
  // A 440 Hz sine at -23 LUFS lies within 1 dB of -23 dB RMS; with `sine` it is at -21 dB.
  it.each(changes)(
    'of a tone at -21 dB changed by $change dB is $gain dB',
    async ({ change, gain }) => {
      const { gainDb } = await decode(made(`${change}dB.wav`));
      expect(Math.abs(gainDb - gain)).toBeLessThan(1);
    },
  );

  it('of a recording near the target is none', async () => {
    const { gainDb } = await decode(made('-2.1dB.wav'));
    expect(gainDb).toBe(0);
    expect(gainFilters(gainDb)).toEqual([]);
  });

  it('of silence leaves silence', async () => {
    await decode(made('silent.wav'));
    expect((await samplesOf(output)).every((sample) => sample === 0)).toBe(true);
  });

  it('is not what a recording claims in its title', async () => {
    const { gainDb, declaredMs } = await decode(made('titled.flac'));
    expect({ near: Math.abs(gainDb) < 3, declaredMs }).toEqual({ near: true, declaredMs: null });
  });
});

describe('a damaged recording', () => {
  async function wavThatDeclares(declaredBytes: number): Promise<string> {
    const bytes = await readFile(made('tone.wav'));
    bytes.writeUInt32LE(declaredBytes, bytes.indexOf('data') + 4);
    return recordings.write('lying.wav', bytes);
  }

  it.each([0, 0x7fff_f000, 0x7fff_ffff, 0x9000_0000, 0xffff_ffd3, 0xffff_ffff])(
    'is as long as its samples, and an impossible header is not believed (%i bytes)',
    async (declaredBytes) => {
      const input = await wavThatDeclares(declaredBytes);
      expect(await decode(input)).toMatchObject({ durationMs: 3000, declaredMs: null });
    },
  );

  it('is as long as its samples, and a possible header is told', async () => {
    const input = await wavThatDeclares(88_200 * 60);
    expect(await decode(input)).toMatchObject({ durationMs: 3000, declaredMs: 60_000 });
  });

  it('that claims more than 12 hours is not believed', async () => {
    const input = await wavThatDeclares(88_200 * 6.8 * 3600);
    expect(await decode(input)).toMatchObject({ durationMs: 3000 });
    const forged = await readFile(made('tone.flac'));
    // 36 bits of STREAMINFO: all the samples that can be said.
    forged[21] = (forged[21] ?? 0) | 0x0f;
    forged.writeUInt32BE(0xffff_ffff, 22);
    const claimed = await decode(await recordings.write('forged.flac', forged));
    expect(claimed).toMatchObject({ declaredMs: null });
    expectAbout(claimed.durationMs, 3000);
  });

  it.each(cut)('that lost its second half says how long it was: %s', async (name) => {
    const whole = await readFile(made(`whole-${name}`));
    const half = whole.subarray(0, whole.length / 2);
    const { durationMs, declaredMs } = await decode(await recordings.write(name, half));
    expect(durationMs).toBeGreaterThan(3_000);
    expect(durationMs).toBeLessThan(6_000);
    expectAbout(declaredMs ?? 0, 10_000);
  });

  it('that is a video whose pictures last longer is not called damaged', async () => {
    const { durationMs, declaredMs } = await decode(made('longer-video.mp4'));
    expectAbout(durationMs, 3000);
    expect(declaredMs).toBeNull();
  });

  it('gives what decodes when its end is missing', async () => {
    const bytes = await readFile(made('tone.mp3'));
    const half = bytes.subarray(0, bytes.length / 2);
    const { durationMs } = await decode(await recordings.write('half.mp3', half));
    expect(durationMs).toBeGreaterThan(1300);
    expect(durationMs).toBeLessThan(1600);
  });

  it('gives what decodes when most of it is noise', async () => {
    const bytes = await readFile(made('noise.m4a'));
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

  it.each([
    ['no sample', 0],
    ['a millisecond', 88],
  ])('is refused when it is a WAV with %s', async (_, length) => {
    const bytes = await readFile(made('tone.wav'));
    const data = bytes.indexOf('data');
    if (length > 0) bytes.writeUInt32LE(length, data + 4);
    const path = await recordings.write('short.wav', bytes.subarray(0, data + 8 + length));
    await expect(decode(path)).rejects.toMatchObject(undecodable);
  });

  it('is refused when it is a video without sound', async () => {
    await expect(decode(made('mute.mp4'))).rejects.toMatchObject({
      kind: 'invalid_input',
      code: 'audio_missing',
      message: expect.stringContaining('no audio track'),
    });
  });

  it.each([
    [
      'playlist',
      ['#EXTM3U', '#EXT-X-TARGETDURATION:3', '#EXTINF:3,', 'tone.mp3', '#EXT-X-ENDLIST'],
    ],
    ['concat script', ['ffconcat version 1.0', 'file tone.mp3']],
  ])('reads no other file when it is a %s named .mp3', async (_, lines) => {
    output = recordings.path('never.wav');
    const input = await recordings.write('meeting.mp3', `${lines.join('\n')}\n`);
    await expect(decode(input)).rejects.toMatchObject(undecodable);
    await expect(access(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('a recording longer than allowed is refused, not cut', async () => {
  const limits = { ...audioLimits, maxRecordingMs: 2000 };
  const ffmpeg = createFfmpeg({ ffmpegPath: await installedFfmpeg(), limits });
  const decodeRecording = createDecodeRecording(ffmpeg, limits);
  await expect(decodeWhole({ decodeRecording }, made('tone.flac'), output)).rejects.toMatchObject({
    kind: 'too_large',
    code: 'audio_too_long',
  });
});

it('a recording is not blamed when the output cannot be written', async () => {
  output = recordings.path('no-such-directory/decoded.wav');
  await expect(decode(made('tone.flac'))).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'audio_failed',
  });
});
