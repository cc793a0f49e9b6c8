import { readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFfmpeg, type Ffmpeg } from './ffmpeg.ts';
import { audioLimits } from './limits.ts';
import {
  createRecordings,
  installedFfmpeg,
  makeEndlessRecording,
  openWriter,
  tone,
  type Recordings,
} from '../test/recordings.ts';

let recordings: Recordings;
let ffmpeg: Ffmpeg;

beforeEach(async () => {
  recordings = await createRecordings();
  ffmpeg = createFfmpeg({ ffmpegPath: await installedFfmpeg(), limits: audioLimits });
});
afterEach(() => recordings.remove());

describe('an abort', () => {
  it('kills the child and is rethrown with its reason', async () => {
    const endless = await makeEndlessRecording(recordings);
    const controller = new AbortController();
    const running = ffmpeg({ inputs: [endless], output: [] }, controller.signal);
    await using writer = await openWriter(endless);
    controller.abort(new Error('lease lost'));
    await expect(running).rejects.toThrow('lease lost');
    await expect(writer.write('RIFF')).rejects.toMatchObject({ code: 'EPIPE' });
  });

  it('before the start starts nothing', async () => {
    const job = { inputs: [recordings.path('never-looked-at.wav')], output: [] };
    await expect(ffmpeg(job, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});

it('a run past its time limit is killed and says so', async () => {
  // Long enough for ffmpeg to have opened its input, also on a busy machine.
  const endless = await makeEndlessRecording(recordings);
  const impatient = createFfmpeg({
    ffmpegPath: await installedFfmpeg(),
    limits: { ...audioLimits, timeLimitMs: () => 3_000 },
  });
  const running = impatient({ inputs: [endless], output: [] }, new AbortController().signal);
  const [failure, writer] = await Promise.all([
    running.catch((error: unknown) => error),
    openWriter(endless),
  ]);
  await using endlessWriter = writer;
  expect(failure).toMatchObject({ kind: 'timeout', code: 'audio_timeout' });
  await expect(endlessWriter.write('RIFF')).rejects.toMatchObject({ code: 'EPIPE' });
});

it('output past its size limit is not written', async () => {
  const limits = { ...audioLimits, maxOutputBytes: 50_000 };
  const bounded = createFfmpeg({ ffmpegPath: await installedFfmpeg(), limits });
  const outputPath = recordings.path('out.wav');
  const input = await recordings.make('tone.wav', tone);
  await bounded({ inputs: [input], output: [], outputPath }, new AbortController().signal);
  expect((await stat(outputPath)).size).toBeLessThan(60_000);
});

it('an ffmpeg that is not there names the remedy', async () => {
  const missing = createFfmpeg({ ffmpegPath: recordings.path('ffmpeg'), limits: audioLimits });
  const job = { inputs: [await recordings.make('tone.wav', tone)], output: [] };
  await expect(missing(job, new AbortController().signal)).rejects.toMatchObject({
    kind: 'misconfigured',
    message: expect.stringContaining('Install ffmpeg or set FFMPEG_PATH'),
  });
});

it('what the recording says about its maker stays out of the output', async () => {
  const input = await recordings.make('tone.flac', tone, '-metadata', 'location=+52.5+13.4/');
  const outputPath = recordings.path('out.flac');
  await ffmpeg({ inputs: [input], output: [], outputPath }, new AbortController().signal);
  expect(await readFile(input, 'latin1')).toContain('+52.5+13.4/');
  expect(await readFile(outputPath, 'latin1')).not.toContain('+52.5+13.4/');
});
