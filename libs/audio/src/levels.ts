import { open } from 'node:fs/promises';
import type { AudioTools } from './types.ts';
import { bytesPerMs, findWavData } from './wav.ts';

/** About a syllable, in ms. */
const stepMs = 100;

/** Below what 16 bits can tell from nothing. */
const silenceDb = -100;

/** Read in one go: ten seconds. */
const stepsAtOnce = 100;

export const measureLevels: AudioTools['measureLevels'] = async (wavPath, gainDb, signal) => {
  await using file = await open(wavPath);
  const data = await findWavData(file);
  const stepBytes = stepMs * bytesPerMs;
  const levels: number[] = [];
  const block = new Uint8Array(stepsAtOnce * stepBytes);
  const end = (data?.position ?? 0) + (data?.bytes ?? 0);
  for (let at = data?.position ?? 0; at < end;) {
    signal.throwIfAborted();
    const wanted = Math.min(block.length, end - at);
    const { bytesRead } = await file.read(block, 0, wanted, at);
    if (bytesRead === 0) break;
    const samples = new Int16Array(block.buffer, 0, bytesRead >> 1);
    for (let from = 0; from < samples.length; from += stepBytes / 2) {
      levels.push(levelOf(samples.subarray(from, from + stepBytes / 2), gainDb));
    }
    at += bytesRead;
  }
  return { stepMs, db: levels };
};

function levelOf(samples: Int16Array, gainDb: number): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  const db = 10 * Math.log10(power / samples.length / 32_768 ** 2) + gainDb;
  return Math.round(Math.max(db, silenceDb));
}
