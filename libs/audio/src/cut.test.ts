import { stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { createRecordings, samplesOf, tone, type Recordings } from '../test/recordings.ts';
import type { AudioTools, Span } from './types.ts';

const { signal } = new AbortController();

let recordings: Recordings;
let audio: AudioTools;
let wav: string;

beforeEach(async () => {
  recordings = await createRecordings();
  audio = createAudioTools({ ffmpegPath: await findFfmpeg(undefined) });
  wav = recordings.path('whole.wav');
  await audio.decodeToWav(await recordings.make('whole.flac', `${tone},vibrato`), wav, signal);
});
afterEach(() => recordings.remove());

it.each<Span>([
  { startMs: 0, endMs: 3000 },
  { startMs: 0, endMs: 1 },
  { startMs: 1234, endMs: 2345 },
  { startMs: 2999, endMs: 3000 },
])('cut and expanded again, $startMs to $endMs ms is the same samples', async (span) => {
  const [flac, expanded] = [recordings.path('cut.flac'), recordings.path('cut.wav')];
  await audio.cut(wav, span, flac, signal);
  expect(await audio.toWav(flac, expanded, signal)).toEqual({
    durationMs: span.endMs - span.startMs,
  });
  const whole = await samplesOf(wav);
  expect(await samplesOf(expanded)).toEqual(whole.slice(span.startMs * 16, span.endMs * 16));
});

it('a cut is smaller than the samples it holds', async () => {
  const flac = recordings.path('cut.flac');
  await audio.cut(wav, { startMs: 0, endMs: 3000 }, flac, signal);
  expect((await stat(flac)).size).toBeLessThan((await stat(wav)).size * 0.9);
});
