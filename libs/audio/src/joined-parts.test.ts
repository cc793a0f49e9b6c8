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
    'tone.mkv': [tone, '-c:a', 'libopus'],
    'bare.mp3': [tone, '-write_xing', '0', '-id3v2_version', '0'],
    'narrow.flac': [tone, '-ar', '16000'],
    'fragments.mp4': [
      'sine=frequency=440:duration=10',
      ...['-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov', '-frag_duration', '300000'],
    ],
    'wide.flac': ['sine=frequency=440:duration=10', '-ac', '2', '-ar', '48000'],
  });
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  output = recordings.path('decoded.wav');
});
afterAll(() => recordings.remove());

/** A picture in an APE tag, whose bytes look like frames here and there. */
const tag = Buffer.from('APETAGEX'.padEnd(200_000, '.'));
for (let at = 32, state = 1; at < tag.length; at += 1) {
  state = (state * 16_807) % 2_147_483_647;
  tag[at] = state >> 8;
}

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
    const data = Buffer.from(whole.subarray(whole.indexOf('data'), whole.length - 88_200));
    data.writeUInt32LE(data.length - 8, 4);
    for (const [behind, ms] of [
      [data, 2000],
      [whole, 3000],
    ] as const) {
      const input = await recordings.write('twice.wav', Buffer.concat([whole, behind]));
      expect(await decodeWhole(audio, input, output)).toMatchObject({
        durationMs: 3000,
        declaredMs: 3000 + ms,
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
    ['tone.ogg', 'tone.flac', 'ogg'],
    ['tone.mkv', 'tone.wav', 'matroska'],
    ['tone.mkv', 'tone.flac', 'matroska'],
    ['tone.flac', 'tone.mkv', 'flac'],
    ['tone.m4a', 'tone.mp3', 'mov'],
    ['tone.flac', 'bare.mp3', 'flac'],
    ['tone.aac', 'bare.mp3', 'aac'],
    ['tone.mkv', 'bare.mp3', 'matroska'],
    ['tone.m4a', 'tone.aac', 'mov'],
    ['tone.flac', 'tone.aac', 'flac'],
  ])('that goes on in another form says so: %s, then %s', async (first, second, container) => {
    const [own, other] = await Promise.all([first, second].map((name) => readFile(made(name))));
    // Where files are read in pieces, the border of two of them lies in each place of a signature once.
    for (const place of own && container === 'mp3' ? [0, 65_532, 65_536, 65_540] : [0]) {
      const filling = Buffer.alloc(Math.max(place - (own?.length ?? 0), 0));
      const whole = Buffer.concat([own ?? filling, filling, other ?? filling]);
      const path = await recordings.write('other', whole);
      const { otherMs } = await joinedParts(path, { container, tracks: [] }, 3000);
      expect({ place, isKnown: otherMs > 100 }).toEqual({ place, isKnown: true });
      await recordings.write('other', Buffer.concat([own ?? filling, filling]));
      expect(await joinedParts(path, { container, tracks: [] }, 3000)).toEqual({
        flacMs: null,
        otherMs: 0,
        endsInFragment: false,
      });
    }
  });

  it.each(['bare.mp3', 'tone.mkv', 'tone.mp3'])(
    'that is a WAV and then %s is not whole',
    async (name) => {
      const parts = await Promise.all(['tone.wav', name].map((part) => readFile(made(part))));
      const joined = await recordings.write('joined.wav', Buffer.concat(parts));
      const { durationMs, declaredMs } = await decodeWhole(audio, joined, output);
      expect(durationMs).toBe(3000);
      expect(declaredMs).toBeGreaterThan(4000);
    },
  );

  it.each([
    ['mp3', 'bare.mp3'],
    ['aac', 'tone.aac'],
  ])(
    'with large tags between its frames is heard to its end, and no longer: %s',
    async (_, name) => {
      const frames = await readFile(made(name));
      const { durationMs } = await decodeWhole(audio, made(name), output);
      const joined = await recordings.write('tagged', Buffer.concat([frames, tag, frames, tag]));
      const tagged = await decodeWhole(audio, joined, output);
      expect(Math.abs(tagged.durationMs - 2 * durationMs)).toBeLessThan(60);
      expect(tagged).toMatchObject({ declaredMs: null, playback: { kind: 'encoded' } });
    },
  );

  it('that is an MP3 and then a WAV, of which ffmpeg decodes the first, is not whole', async () => {
    const parts = await Promise.all(['tone.mp3', 'tone.wav'].map((name) => readFile(made(name))));
    const joined = await recordings.write('joined.mp3', Buffer.concat(parts));
    const { durationMs, declaredMs } = await decodeWhole(audio, joined, output);
    expect(Math.abs((declaredMs ?? 0) - durationMs - 3000)).toBeLessThan(50);
  });

  it.each([
    ['in its samples', 'mdat', 500],
    ['before its samples', 'mdat', -4],
    ['in what announces it', 'moof', 30],
  ])('that ends within a fragment says so: %s', async (_, box, behind) => {
    const whole = await readFile(made('fragments.mp4'));
    const cutAt = whole.indexOf(box, whole.length / 2) + behind;
    const path = await recordings.write('cut.mp4', whole.subarray(0, cutAt));
    const { durationMs, declaredMs } = await decodeWhole(audio, path, output);
    expect(durationMs).toBeGreaterThan(4_000);
    expect(declaredMs).toBeGreaterThan(durationMs + 1000);
  });

  it('that is whole, and in fragments, lacks nothing', async () => {
    const { durationMs, declaredMs } = await decodeWhole(audio, made('fragments.mp4'), output);
    expect(Math.abs(durationMs - 10_000)).toBeLessThan(50);
    expect(declaredMs).toBeNull();
  });
});
