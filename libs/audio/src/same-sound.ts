import { open, type FileHandle } from 'node:fs/promises';
import type { AudioTools } from './types.ts';
import { bytesPerMs, findWavData, wavDurationMs } from './wav.ts';

/** Compared one by one: a word that only one of two has is longer. In ms. */
const blockMs = 100;

/** Read in one go: ten seconds. */
const blocksAtOnce = 100;

/** By so much two encoders cut the same sound differently, in ms. */
const mostLonger = 200;

/** What two encoders leave of the same sound, of its power. */
const mostLeft = 0.25;

/** Their noise, in what is levelled: -55 dBFS. No speech is so quiet. */
const noise = 10 ** -5.5;

export const haveSameSound: AudioTools['haveSameSound'] = async (one, other, signal) => {
  const [ms, otherMs] = await Promise.all(
    [one, other].map(({ wavPath }) => wavDurationMs(wavPath)),
  );
  if (ms === undefined || otherMs === undefined || Math.abs(ms - otherMs) > mostLonger)
    return false;
  await using file = await open(one.wavPath);
  await using otherFile = await open(other.wavPath);
  const gains = [one, other].map(({ gainDb }) => 10 ** (gainDb / 20) / 32_768);
  const [read, readOther] = await Promise.all([readerOf(file), readerOf(otherFile)]);
  for (let atMs = 0; atMs < Math.min(ms, otherMs); atMs += blocksAtOnce * blockMs) {
    signal.throwIfAborted();
    const [samples, others] = await Promise.all([read(atMs), readOther(atMs)]);
    if (!areSame(samples, others, gains)) return false;
  }
  return true;
};

async function readerOf(file: FileHandle): Promise<(atMs: number) => Promise<Int16Array>> {
  const data = await findWavData(file);
  const bytes = new Uint8Array(blocksAtOnce * blockMs * bytesPerMs);
  return async (atMs) => {
    const from = atMs * bytesPerMs;
    const wanted = Math.min(bytes.length, (data?.bytes ?? 0) - from);
    const { bytesRead } = await file.read(bytes, 0, wanted, (data?.position ?? 0) + from);
    return new Int16Array(bytes.buffer, 0, bytesRead >> 1);
  };
}

function areSame(one: Int16Array, other: Int16Array, [gain = 1, otherGain = 1]: number[]): boolean {
  const length = Math.min(one.length, other.length);
  const blockSamples = (blockMs * bytesPerMs) / 2;
  for (let from = 0; from < length; from += blockSamples) {
    const to = Math.min(from + blockSamples, length);
    let [power, otherPower, left] = [0, 0, 0];
    for (let at = from; at < to; at += 1) {
      const [sample, otherSample] = [(one[at] ?? 0) * gain, (other[at] ?? 0) * otherGain];
      power += sample * sample;
      otherPower += otherSample * otherSample;
      left += (sample - otherSample) ** 2;
    }
    if (left > Math.max(mostLeft * Math.max(power, otherPower), noise * (to - from))) return false;
  }
  return true;
}
