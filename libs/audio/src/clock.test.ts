import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
} from '../test/recordings.ts';

/** A tone, and a louder one in the last second of twenty. */
const source = 'aevalsrc=(0.1+0.6*gt(t\\,19))*sin(2764*t):sample_rate=48000:duration=20';

const stamped: [name: string, codec: string][] = [
  ['a.webm', 'libopus'],
  ['a.ogg', 'libvorbis'],
  ['a.opus', 'libopus'],
];
const formats: typeof stamped = [...stamped, ['a.flac', 'flac']];

let recordings: Recordings;
beforeAll(async () => {
  recordings = await createRecordings();
  await recordings.makeAll({
    ...Object.fromEntries(
      formats.map(([name, codec]) => [`whole-${name}`, [source, '-c:a', codec] as const]),
    ),
    'late.mkv': [tone, '-c:a', 'libopus', '-af', 'asetpts=PTS+20/TB'],
    'late-second.mkv': [[tone, tone], '-c:a', 'libopus', '-filter:a:1', 'asetpts=PTS+900/TB'],
  });
});
afterAll(() => recordings.remove());

const whole = (name: string) => readFile(recordings.path(`whole-${name}`));

async function decode(name: string, bytes: Uint8Array): Promise<Int16Array> {
  const audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  const output = recordings.path('decoded.wav');
  await decodeWhole(audio, await recordings.write(name, bytes), output);
  return samplesOf(output);
}

describe('damage in the middle', () => {
  it.each(formats)('leaves the end at its time: %s', async (name) => {
    const bytes = await whole(name);
    const [from, to] = [Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.6)];
    const samples = await decode(
      name,
      Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]),
    );
    expect(Math.abs(samples.length / 16 - 20_000)).toBeLessThan(300);
    const loudFromMs = samples.findIndex((sample) => Math.abs(sample) > 15_000) / 16;
    expect(Math.abs(loudFromMs - 19_000)).toBeLessThan(300);
  });
});

it.each(stamped)('two files put one behind the other lose nothing: %s', async (name) => {
  const bytes = await whole(name);
  const samples = await decode(name, Buffer.concat([bytes, bytes]));
  expect(samples.length / 16).toBeGreaterThan(39_900);
  expect(samples.length / 16).toBeLessThan(41_200);
});

it('a recording that starts late in its file lacks nothing', async () => {
  const audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  const late = await decodeWhole(audio, recordings.path('late.mkv'), recordings.path('late.wav'));
  expect(late).toMatchObject({ durationMs: 3000, declaredMs: null });
});

describe('a second track that starts a quarter of an hour late', () => {
  async function secondSide(maxRecordingMs: number) {
    const limits = { ...audioLimits, maxRecordingMs };
    const ffmpeg = createFfmpeg({ ffmpegPath: await installedFfmpeg(), limits });
    const { signal } = new AbortController();
    const decode = createDecodeRecording(ffmpeg, limits);
    const path = recordings.path('late-second.mkv');
    const { sides } = await decode(path, recordings.path('late'), { apart: true }, signal);
    const samples = await samplesOf(recordings.path('late-1.wav'));
    const soundFromMs = samples.findIndex((sample) => Math.abs(sample) > 1_000) / 16;
    return { ...sides[1], soundFromMs };
  }

  it('is heard at its time', async () => {
    const { soundFromMs, durationMs, declaredMs } = await secondSide(audioLimits.maxRecordingMs);
    expect(Math.abs(soundFromMs - 900_000)).toBeLessThan(100);
    expect(Math.abs((durationMs ?? 0) - 903_000)).toBeLessThan(100);
    expect(declaredMs).toBeNull();
  });

  it('is heard, and called out of place, where that is later than a recording may last', async () => {
    const { soundFromMs, durationMs, declaredMs } = await secondSide(60_000);
    expect(soundFromMs).toBeLessThan(100);
    expect((declaredMs ?? 0) - (durationMs ?? 0)).toBeGreaterThan(890_000);
  });
});
