import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { createRecordings, levelDb, samplesOf, type Recordings } from '../test/recordings.ts';
import type { AudioTools } from './types.ts';

const { signal } = new AbortController();

let recordings: Recordings;
let audio: AudioTools;
let mixed: string;
let short: string;
let long: string;

beforeEach(async () => {
  recordings = await createRecordings();
  audio = createAudioTools({ ffmpegPath: await findFfmpeg(undefined) });
  mixed = recordings.path('mixed.m4a');
  short = await recordings.make('short.mp3', 'sine=frequency=300:duration=2', '-ar', '22050');
  long = await recordings.make('long.webm', 'sine=frequency=700:duration=4', '-ac', '2');
});
afterEach(() => recordings.remove());

it.each([
  ['first', () => [long, short] as const],
  ['second', () => [short, long] as const],
])('a mix is as long as the longer recording, given %s, and both are heard', async (_, inputs) => {
  await audio.mixForPlayback([...inputs()], mixed, signal);
  const wav = recordings.path('mixed.wav');
  const { durationMs } = await audio.decodeToWav(mixed, wav, signal);
  expect(Math.abs(durationMs - 4000)).toBeLessThanOrEqual(50);
  const samples = await samplesOf(wav);
  const together = levelDb(samples.slice(0, 30_000));
  const alone = levelDb(samples.slice(34_000, 62_000));
  expect(together - alone).toBeGreaterThan(2);
  expect(together - alone).toBeLessThan(4);
});

it('a mix can be played and sought before it has arrived whole', async () => {
  await audio.mixForPlayback([short, long], mixed, signal);
  const file = await readFile(mixed);
  expect(file.indexOf('moov')).toBeGreaterThan(0);
  expect(file.indexOf('moov')).toBeLessThan(file.indexOf('mdat'));
});

it('a mix with a file that is no recording is refused', async () => {
  const text = await recordings.write('notes.mp3', 'We met on Monday.\n');
  await expect(audio.mixForPlayback([long, text], mixed, signal)).rejects.toMatchObject({
    kind: 'invalid_input',
    code: 'audio_undecodable',
  });
});
