import { access, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import { createFfmpeg } from './ffmpeg.ts';
import {
  createRecordings,
  installedFfmpeg,
  levelDb,
  samplesOf,
  tone,
  type Recordings,
  type Sound,
} from '../test/recordings.ts';
import { audioLimits } from './limits.ts';
import { createDecodeSample } from './sample.ts';
import type { AudioTools } from './types.ts';

const { signal } = new AbortController();

const toneFrom = (second: number, seconds: number) =>
  `aevalsrc=gt(t\\,${second})*sin(2764*t)/2:sample_rate=16000:duration=${seconds}`;

const formats: [name: string, codec: string][] = [
  ['tone.mp3', 'libmp3lame'],
  ['tone.m4a', 'aac'],
  ['tone.webm', 'libopus'],
  ['tone.flac', 'flac'],
];
const sounds: Record<string, Sound> = {
  ...Object.fromEntries(formats.map(([name, codec]) => [name, [tone, '-c:a', codec]])),
  'late.flac': [toneFrom(5, 8)],
  'quiet.flac': [`${tone},volume=-20dB`],
  'pause.flac': ['aevalsrc=(lt(t\\,1)+gt(t\\,2))*sin(2764*t)/2:sample_rate=16000:duration=3'],
  'silent.flac': ['anullsrc=sample_rate=16000:d=3'],
};

let recordings: Recordings;
let output: string;
let audio: AudioTools;
let sample: (inputPath: string, maxMs?: number) => ReturnType<AudioTools['decodeSample']>;

beforeAll(async () => {
  recordings = await createRecordings();
  await recordings.makeAll(sounds);
  output = recordings.path('sample.wav');
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  sample = (inputPath, maxMs = 1_500) => audio.decodeSample(inputPath, output, maxMs, signal);
});
afterEach(() => rm(output, { force: true }));
afterAll(() => recordings.remove());

describe('the sample of a recording', () => {
  it.each(formats)('is its beginning, and no more than was asked for: %s', async (name) => {
    const { durationMs } = await sample(recordings.path(name));
    expect(durationMs).toBe(1_500);
    expect(Math.floor((await samplesOf(output)).length / 16)).toBe(1_500);
  });

  it('of a shorter recording is all of it', async () => {
    const { durationMs } = await sample(recordings.path('tone.flac'), 45_000);
    expect(Math.abs(durationMs - 3_000)).toBeLessThanOrEqual(50);
  });

  it('begins where sound begins', async () => {
    await sample(recordings.path('late.flac'));
    const samples = await samplesOf(output);
    expect(samples).toHaveLength(1_500 * 16);
    expect(levelDb(samples.slice(0, 1_600))).toBeGreaterThan(-35);
  });

  it('is as loud as any other prepared audio', async () => {
    await sample(recordings.path('quiet.flac'), 3_000);
    const level = levelDb(await samplesOf(output));
    expect(level).toBeGreaterThan(-30);
    expect(level).toBeLessThan(-18);
  });

  it('has the silences that are found in it', async () => {
    const { silences } = await sample(recordings.path('pause.flac'), 3_000);
    expect(silences).toHaveLength(1);
    expect(await audio.findSilence(output, 0, signal)).toEqual(silences);
  });

  it('of silence is nothing', async () => {
    expect(await sample(recordings.path('silent.flac'))).toEqual({
      ...{ durationMs: 0, silences: [] },
    });
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
    const input = recordings.path('tone.flac');
    await expect(decode(input, output, 1_000, controller.signal)).rejects.toThrow('too late');
    await expect(access(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
