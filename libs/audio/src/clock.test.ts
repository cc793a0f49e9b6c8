import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  samplesOf,
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
  await recordings.makeAll(
    Object.fromEntries(
      formats.map(([name, codec]) => [`whole-${name}`, [source, '-c:a', codec] as const]),
    ),
  );
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
