import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { mixChannels } from './channel-mixer.ts';
import { asBytes } from './floats.ts';
import { interleave } from './interleave.ts';
import type { Bytes } from './pipes.ts';

const rate = 16_000;
const seconds = 12;
const db = (level: number) => 10 ** (level / 20);

/** A syllable of 200 ms every half second. */
const isSounding = (at: number) => at % (rate / 2) < rate / 5;
const syllables = (level: number, fromSecond = 0) =>
  Float32Array.from({ length: seconds * rate }, (_, at) =>
    isSounding(at) && at >= fromSecond * rate ? db(level) * Math.sin(at / 3) : 0,
  );

function noise(level: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: seconds * rate }, () => {
    state = (state * 16_807) % 2_147_483_647;
    return db(level) * (state / 1_073_741_823 - 1);
  });
}

const sumOf = (one: Float32Array, other: Float32Array) =>
  one.map((sample, at) => sample + (other[at] ?? 0));

const streamOf = (samples: Float32Array): Bytes => Readable.from([asBytes(samples)]);

async function mix(
  form: { isSum: boolean },
  ...channels: Float32Array[]
): Promise<{ mono: Float32Array; turnedMs: number }> {
  const mixed = { turnedMs: 0 };
  const streams = channels.map(streamOf);
  const together = interleave(
    streams,
    channels.map(() => 1),
  );
  const options = { channels: channels.length, rate, isJoined: false, ...form };
  const parts: Uint8Array[] = [];
  for await (const part of mixChannels(together, options, mixed)) parts.push(part);
  const bytes = Uint8Array.from(Buffer.concat(parts));
  return { mono: new Float32Array(bytes.buffer), turnedMs: mixed.turnedMs };
}

/** By how much syllables stand out of what is between them, in dB, from one second to another. */
function standsOut(mono: Float32Array, from: number, to: number): number {
  const powerOf = (sounds: boolean) => {
    const samples = mono.slice(from * rate, to * rate).filter((_, at) => isSounding(at) === sounds);
    return samples.reduce((power, sample) => power + sample ** 2, 0) / samples.length;
  };
  return 10 * Math.log10(powerOf(true) / powerOf(false));
}

describe.each([
  ['channels', false],
  ['tracks', true],
])('of the %s of a recording', (_, isSum) => {
  it('none drowns what is quietly said on another in its noise', async () => {
    const { mono, turnedMs } = await mix({ isSum }, syllables(-45), noise(-20));
    expect(standsOut(mono, 0, seconds)).toBeGreaterThan(15);
    expect(turnedMs).toBeGreaterThan(seconds * 900);
  });

  it('one with noise is heard where somebody speaks on it', async () => {
    const noisy = sumOf(noise(-30), syllables(-10, 6));
    const { mono } = await mix({ isSum }, noisy, syllables(-45).fill(0, 6 * rate));
    expect(standsOut(mono, 0, 6)).toBeGreaterThan(15);
    expect(standsOut(mono, 6, seconds)).toBeGreaterThan(15);
  });

  it('each counts alike where one takes up another, or its noise drowns nothing', async () => {
    const voice = sumOf(syllables(-15), noise(-50));
    const leak = await mix(
      { isSum },
      voice,
      voice.map((sample) => sample * db(-40)),
    );
    expect(leak.turnedMs).toBe(0);
    const clear = await mix({ isSum }, syllables(-25), noise(-40));
    expect(clear.turnedMs).toBe(0);
  });
});
