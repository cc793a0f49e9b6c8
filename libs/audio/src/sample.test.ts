import { access } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import { createFfmpeg } from './ffmpeg.ts';
import {
  createRecordings,
  installedFfmpeg,
  levelDb,
  samplesOf,
  tone,
  type Recordings,
} from '../test/recordings.ts';
import { audioLimits } from './limits.ts';
import { createDecodeSample } from './sample.ts';
import type { DecodedAudio } from './types.ts';

const { signal } = new AbortController();

let recordings: Recordings;
let output: string;
let sample: (inputPath: string, maxMs?: number) => Promise<DecodedAudio>;

beforeEach(async () => {
  recordings = await createRecordings();
  output = recordings.path('sample.wav');
  const audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  sample = (inputPath, maxMs = 1_500) => audio.decodeSample(inputPath, output, maxMs, signal);
});
afterEach(() => recordings.remove());

const toneFrom = (second: number, seconds: number) =>
  `aevalsrc=gt(t\\,${second})*sin(2764*t)/2:sample_rate=16000:duration=${seconds}`;

describe('the sample of a recording', () => {
  it.each([
    ['tone.mp3', 'libmp3lame'],
    ['tone.m4a', 'aac'],
    ['tone.webm', 'libopus'],
    ['tone.flac', 'flac'],
  ])('is its beginning, and no more than was asked for: %s', async (name, codec) => {
    const { durationMs } = await sample(await recordings.make(name, tone, '-c:a', codec));
    expect(durationMs).toBe(1_500);
    expect(Math.floor((await samplesOf(output)).length / 16)).toBe(1_500);
  });

  it('of a shorter recording is all of it', async () => {
    const { durationMs } = await sample(await recordings.make('a.flac', tone), 45_000);
    expect(Math.abs(durationMs - 3_000)).toBeLessThanOrEqual(50);
  });

  it('begins where sound begins', async () => {
    await sample(await recordings.make('late.flac', toneFrom(5, 8)));
    const samples = await samplesOf(output);
    expect(samples).toHaveLength(1_500 * 16);
    expect(levelDb(samples.slice(0, 1_600))).toBeGreaterThan(-35);
  });

  it('is as loud as any other prepared audio', async () => {
    await sample(await recordings.make('quiet.flac', `${tone},volume=-20dB`), 3_000);
    const level = levelDb(await samplesOf(output));
    expect(level).toBeGreaterThan(-30);
    expect(level).toBeLessThan(-18);
  });

  it('of silence is nothing', async () => {
    const silence = await recordings.make('silent.flac', 'anullsrc=sample_rate=16000:d=3');
    expect(await sample(silence)).toEqual({ durationMs: 0 });
    await expect(access(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('of a file without sound in it is refused', async () => {
    const undecodable = { kind: 'invalid_input', code: 'audio_undecodable' };
    const garbage = await recordings.write('a.mp3', Buffer.alloc(5_000, 'ID3 not a recording '));
    await expect(sample(garbage)).rejects.toMatchObject(undecodable);
  });

  it('of a playlist named like a recording is refused', async () => {
    const playlist = await recordings.write('list.mp3', '#EXTM3U\nfile:///etc/passwd\n');
    await expect(sample(playlist)).rejects.toMatchObject({ code: 'audio_undecodable' });
  });

  it('stops with the signal and leaves nothing half done', async () => {
    const controller = new AbortController();
    const decode = createDecodeSample(async (job, stop) => {
      controller.abort(new Error('too late'));
      const ffmpegPath = await installedFfmpeg();
      await createFfmpeg({ ffmpegPath, limits: audioLimits })(job, stop);
    });
    const input = await recordings.make('a.flac', tone);
    await expect(decode(input, output, 1_000, controller.signal)).rejects.toThrow('too late');
    await expect(access(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
