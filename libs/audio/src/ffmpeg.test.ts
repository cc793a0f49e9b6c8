import { readFile, stat, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFfmpeg, type Ffmpeg } from './ffmpeg.ts';
import { audioLimits } from './limits.ts';
import { declaringTracks } from '../test/declaring-tracks.ts';
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

it('a run that takes more memory than it may have is ended, and its recording refused for good', async () => {
  const limits = {
    ...audioLimits,
    maxMemoryBytes: 100_000_000,
    maxAllocationBytes: 10_000_000,
  };
  const bounded = createFfmpeg({ ffmpegPath: await installedFfmpeg(), limits });
  const input = await recordings.make('tone.wav', tone);
  // Holds all of it.
  const job = { inputs: [input], output: ['-af', 'apad=whole_dur=900,areverse'] };
  await expect(bounded(job, new AbortController().signal)).rejects.toMatchObject({
    kind: 'invalid_input',
    code: 'audio_too_costly',
  });
});

it.each(['wav', 'flac'])(
  'a %s whose end found no room on the disk is not taken for all of it',
  async (format) => {
    const input = await recordings.make('tone.wav', tone);
    // What is written there fits nowhere.
    const outputPath = recordings.path(`full.${format}`);
    await symlink('/dev/full', outputPath);
    const running = ffmpeg(
      { inputs: [input], output: [], outputPath },
      new AbortController().signal,
    );
    await expect(running).rejects.toMatchObject({ kind: 'unavailable', away: 'disk' });
  },
);

it('a recording of more tracks than are listened to is refused before they are opened', async () => {
  const bounded = createFfmpeg({
    ffmpegPath: await installedFfmpeg(),
    limits: { ...audioLimits, maxStreams: 3 },
  });
  const input = await recordings.write('many.m4a', declaringTracks(4, 1));
  const job = { inputs: [input], output: [], mayBeEmpty: true };
  await expect(bounded(job, new AbortController().signal)).rejects.toMatchObject({
    kind: 'invalid_input',
  });
});

const picture = 'color=size=64x64:duration=0.2';

it('pictures are not decoded to learn what a file holds, and its sound is', async () => {
  const input = await recordings.make('pictures.mkv', [tone, picture], '-c:v', 'png');
  const outputPath = recordings.path('out.wav');
  const streams: string[] = [];
  const onLine = (line: string) => {
    if (/^ {2}Stream #0:\d/.test(line)) streams.push(line);
  };
  const job = { inputs: [input], output: [], outputPath, onLine };
  await ffmpeg(job, new AbortController().signal);
  // What only a decoder tells: how the pixels are stored.
  expect(streams.find((line) => line.includes('Video: png'))).toMatch(/, none/);
  expect((await stat(outputPath)).size).toBeGreaterThan(100_000);
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
