import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  tone,
  type Recordings,
} from '../test/recordings.ts';
import { joinedParts } from './joined-parts.ts';
import type { AudioTools } from './types.ts';

let recordings: Recordings;
let audio: AudioTools;
let output: string;

beforeAll(async () => {
  recordings = await createRecordings();
  await recordings.makeAll({
    'tone.wav': [tone],
    'tone.mp3': [tone],
    'tone.m4a': [tone, '-c:a', 'aac'],
    'tone.aac': [tone, '-c:a', 'aac'],
    'tone.flac': [tone],
    'tone.opus': [tone, '-c:a', 'libopus'],
    'tone.ogg': [tone, '-c:a', 'libvorbis'],
    'narrow.flac': [tone, '-ar', '16000'],
    'wide.flac': ['sine=frequency=440:duration=10', '-ac', '2', '-ar', '48000'],
  });
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  output = recordings.path('decoded.wav');
});
afterAll(() => recordings.remove());

const made = (name: string) => recordings.path(name);

describe('a recording', () => {
  it('that goes on behind what its header declares is heard to its end', async () => {
    const bytes = await readFile(made('tone.wav'));
    bytes.writeUInt32LE(44_107, bytes.indexOf('data') + 4);
    const input = await recordings.write('lying.wav', bytes);
    const { durationMs, declaredMs, playback } = await decodeWhole(audio, input, output);
    expect({ durationMs, declaredMs, playback }).toEqual({
      durationMs: 3000,
      declaredMs: null,
      playback: { kind: 'encoded' },
    });
  });

  it('that has its samples in two pieces, or is two files in a row, says how long it was', async () => {
    const whole = await readFile(made('tone.wav'));
    const data = whole.subarray(whole.indexOf('data'));
    for (const behind of [data, whole]) {
      const input = await recordings.write('twice.wav', Buffer.concat([whole, behind]));
      expect(await decodeWhole(audio, input, output)).toMatchObject({
        durationMs: 3000,
        declaredMs: 6000,
      });
    }
  });

  it('that is FLAC files in a row, of which ffmpeg loses one, says how long they were', async () => {
    const parts = await Promise.all(
      ['narrow.flac', 'wide.flac'].map((name) => readFile(made(name))),
    );
    const joined = await recordings.write('joined.flac', Buffer.concat(parts));
    const { durationMs, declaredMs } = await decodeWhole(audio, joined, output);
    expect(durationMs).toBeLessThan(4_000);
    expect(Math.abs((declaredMs ?? 0) - 13_000)).toBeLessThan(50);
  });

  it.each<[string, string, string]>([
    ['tone.mp3', 'tone.wav', 'mp3'],
    ['tone.mp3', 'tone.m4a', 'mp3'],
    ['tone.aac', 'tone.mp3', 'aac'],
    ['tone.aac', 'tone.opus', 'aac'],
    ['tone.flac', 'tone.mp3', 'flac'],
    ['tone.mp3', 'tone.flac', 'mp3'],
    ['tone.m4a', 'tone.m4a', 'mov'],
    ['tone.opus', 'tone.ogg', 'ogg'],
  ])('that goes on in another form says so: %s, then %s', async (first, second, container) => {
    const [own, other] = await Promise.all([first, second].map((name) => readFile(made(name))));
    // Where files are read in pieces, the border of two of them lies in each place of a signature once.
    for (const place of own && container === 'mp3' ? [0, 65_532, 65_536, 65_540] : [0]) {
      const filling = Buffer.alloc(Math.max(place - (own?.length ?? 0), 0));
      const whole = Buffer.concat([own ?? filling, filling, other ?? filling]);
      const path = await recordings.write('other', whole);
      const { otherMs } = await joinedParts(path, container, 3000);
      expect({ place, isKnown: otherMs > 100 }).toEqual({ place, isKnown: true });
      await recordings.write('other', Buffer.concat([own ?? filling, filling]));
      expect(await joinedParts(path, container, 3000)).toEqual({ flacMs: null, otherMs: 0 });
    }
  });

  it('that is an MP3 and then a WAV, of which ffmpeg decodes the first, is not whole', async () => {
    const parts = await Promise.all(['tone.mp3', 'tone.wav'].map((name) => readFile(made(name))));
    const joined = await recordings.write('joined.mp3', Buffer.concat(parts));
    const { durationMs, declaredMs } = await decodeWhole(audio, joined, output);
    expect(Math.abs((declaredMs ?? 0) - durationMs - 3000)).toBeLessThan(50);
  });
});
