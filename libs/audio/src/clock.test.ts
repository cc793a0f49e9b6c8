import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

let recordings: Recordings;
beforeEach(async () => {
  recordings = await createRecordings();
});
afterEach(() => recordings.remove());

const make = async (name: string, codec: string) =>
  readFile(await recordings.make(`whole-${name}`, source, '-c:a', codec));

async function decode(name: string, bytes: Uint8Array): Promise<Int16Array> {
  const audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  const output = recordings.path('decoded.wav');
  await decodeWhole(audio, await recordings.write(name, bytes), output);
  return samplesOf(output);
}

describe('damage in the middle', () => {
  const formats = [
    ['a.webm', 'libopus'],
    ['a.ogg', 'libvorbis'],
    ['a.opus', 'libopus'],
    ['a.flac', 'flac'],
  ] as const;

  it.each(formats)('leaves the end at its time: %s', async (name, codec) => {
    const whole = await make(name, codec);
    const [from, to] = [Math.floor(whole.length * 0.3), Math.floor(whole.length * 0.6)];
    const samples = await decode(
      name,
      Buffer.concat([whole.subarray(0, from), whole.subarray(to)]),
    );
    expect(Math.abs(samples.length / 16 - 20_000)).toBeLessThan(300);
    const loudFromMs = samples.findIndex((sample) => Math.abs(sample) > 15_000) / 16;
    expect(Math.abs(loudFromMs - 19_000)).toBeLessThan(300);
  });
});

it.each([
  ['a.webm', 'libopus'],
  ['a.ogg', 'libvorbis'],
  ['a.opus', 'libopus'],
])('two files put one behind the other lose nothing: %s', async (name, codec) => {
  const whole = await make(name, codec);
  const samples = await decode(name, Buffer.concat([whole, whole]));
  expect(samples.length / 16).toBeGreaterThan(39_900);
  expect(samples.length / 16).toBeLessThan(41_200);
});
