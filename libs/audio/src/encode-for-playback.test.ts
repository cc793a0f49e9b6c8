import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  levelDb,
  samplesOf,
  type Recordings,
} from '../test/recordings.ts';
import type { AudioTools } from './types.ts';

const { signal } = new AbortController();

const tones = (from: number, volume: number) =>
  `aevalsrc=between(t\\,${from}\\,${from + 2})*${volume}*sin(2764*t):sample_rate=16000:duration=4`;

let recordings: Recordings;
let audio: AudioTools;
let mixed: string;
let short: string;
let long: string;

beforeAll(async () => {
  recordings = await createRecordings();
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  await recordings.makeAll({
    'short.mp3': ['sine=frequency=300:duration=2', '-ar', '22050'],
    'long.webm': ['sine=frequency=700:duration=4', '-ac', '2'],
    'near.flac': [tones(0, 0.5)],
    'far.flac': [tones(2, 0.05)],
  });
  mixed = recordings.path('mixed.m4a');
  short = recordings.path('short.mp3');
  long = recordings.path('long.webm');
});
afterAll(() => recordings.remove());

async function mix(...paths: string[]): Promise<Int16Array> {
  const wav = recordings.path('decoded.wav');
  const sides = await Promise.all(paths.map((path) => decodeWhole(audio, path, `${path}.wav`)));
  await audio.encodeForPlayback(sides, mixed, signal);
  await decodeWhole(audio, mixed, wav);
  return samplesOf(wav);
}

it.each([
  ['first', () => [long, short] as const],
  ['second', () => [short, long] as const],
])('a mix is as long as the longer recording, given %s, and both are heard', async (_, inputs) => {
  const samples = await mix(...inputs());
  expect(Math.abs(samples.length / 16 - 4000)).toBeLessThanOrEqual(50);
  const together = levelDb(samples.slice(0, 30_000));
  const alone = levelDb(samples.slice(34_000, 62_000));
  expect(together - alone).toBeGreaterThan(2);
  expect(together - alone).toBeLessThan(4);
});

it('a quiet side is as loud in a mix as the other', async () => {
  const samples = await mix(recordings.path('near.flac'), recordings.path('far.flac'));
  const [first, second] = [samples.slice(2_000, 30_000), samples.slice(34_000, 62_000)].map(
    levelDb,
  );
  expect(Math.abs((first ?? 0) - (second ?? 99))).toBeLessThan(1);
});

it('a mix can be played and sought before it has arrived whole', async () => {
  await mix(short, long);
  const file = await readFile(mixed);
  expect(file.indexOf('moov')).toBeGreaterThan(0);
  expect(file.indexOf('moov')).toBeLessThan(file.indexOf('mdat'));
});
