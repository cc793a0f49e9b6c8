import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  tone,
  type Recordings,
  type Sound,
} from '../test/recordings.ts';
import type { AudioTools } from './types.ts';

const { signal } = new AbortController();
const filmed = [tone, 'color=size=64x64:duration=3'];
/** As a browser records: written as it comes, so that nothing is put in at the front afterwards. */
const live = ['-live', '1'];

const originals: Record<string, Sound> = {
  'a.mp3': [tone, '-c:a', 'libmp3lame'],
  'a.m4a': [tone, '-c:a', 'aac'],
  'a.wav': [tone],
  'a.flac': [tone],
  'a.opus': [tone, '-c:a', 'libopus'],
  'a.webm': [tone, '-c:a', 'libopus'],
};
const inMp4 = ['moov', 'mdat'];
const copied = [
  {
    what: 'a browser’s WebM',
    name: 'live.webm',
    sound: [tone, '-c:a', 'libopus', ...live] as Sound,
    extension: 'webm',
    order: [],
  },
  {
    what: 'a video in WebM',
    name: 'v.webm',
    sound: [filmed, '-c:a', 'libvorbis'] as Sound,
    extension: 'webm',
    order: [],
  },
  {
    what: 'a video in MP4',
    name: 'v.mp4',
    sound: [filmed, '-c:a', 'aac'] as Sound,
    extension: 'm4a',
    order: inMp4,
  },
  {
    what: 'a browser’s MP4',
    name: 'f.m4a',
    sound: [tone, '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov'] as Sound,
    extension: 'm4a',
    order: inMp4,
  },
  {
    what: 'a video with MP3 sound',
    name: 'v.mkv',
    sound: [filmed, '-c:a', 'libmp3lame'] as Sound,
    extension: 'm4a',
    order: inMp4,
  },
];
const encoded: [what: string, name: string, sound: Sound][] = [
  ['telephone speech', 'gsm.wav', [tone, '-c:a', 'libgsm_ms', '-ar', '8000', '-ac', '1']],
  ['ADPCM', 'adpcm.wav', [tone, '-c:a', 'adpcm_ms']],
  ['A-law', 'alaw.wav', [tone, '-c:a', 'pcm_alaw']],
  ['ALAC', 'alac.m4a', [tone, '-c:a', 'alac']],
  ['a WAV of more than 4 GB', 'rf64.wav', [tone, '-rf64', 'always']],
  ['three microphones', 'three.wav', [tone, '-af', 'pan=3c|c0=c0|c1=c0|c2=c0']],
  ['inverse channels', 'inverse.flac', [tone, '-af', 'pan=stereo|c0=c0|c1=-1*c0']],
  ['far above full scale', 'float.wav', [tone, '-af', 'volume=30dB', '-c:a', 'pcm_f32le']],
];
const cover = ['-frames:v', '1', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic'];
const cancelling = '0.3*sin(2764*t)|0.3*sin(2764*t)*(1-2*between(t\\,10\\,10.1))';

let recordings: Recordings;
let audio: AudioTools;
beforeAll(async () => {
  recordings = await createRecordings();
  await recordings.makeAll({
    ...originals,
    ...Object.fromEntries(copied.map(({ name, sound }) => [name, sound])),
    ...Object.fromEntries(encoded.map(([, name, sound]) => [name, sound])),
    'cover.mp3': [filmed, ...cover],
    'cancelling.flac': [`aevalsrc=${cancelling}:sample_rate=16000:duration=20`],
  });
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
});
afterAll(() => recordings.remove());

const decode = (path: string) => decodeWhole(audio, path, recordings.path('decoded.wav'));

describe('a recording is played as it is', () => {
  it.each(Object.keys(originals))('when it is sound with an index: %s', async (name) => {
    expect((await decode(recordings.path(name))).playback).toEqual({ kind: 'original' });
  });

  it('when its picture is a cover', async () => {
    expect((await decode(recordings.path('cover.mp3'))).playback).toEqual({ kind: 'original' });
  });
});

it('a stereo recording that cancels for a moment is played in stereo, as it is', async () => {
  const { playback } = await decode(recordings.path('cancelling.flac'));
  expect(playback).toEqual({ kind: 'original' });
});

describe('a recording gets a file to play', () => {
  it.each(copied)(
    'that can be sought, of sound alone: $what',
    async ({ name, extension, order }) => {
      const path = recordings.path(name);
      const { playback, durationMs } = await decode(path);
      if (playback.kind !== 'copied') throw new Error(`It is ${playback.kind}.`);
      const output = recordings.path('playback');
      const file = await audio.copyForPlayback({ path, codec: playback.codec }, output, signal);
      expect(file).toEqual({
        extension,
        contentType: extension === 'webm' ? 'audio/webm' : 'audio/mp4',
      });
      const played = await decode(output);
      expect(played.playback).toEqual({ kind: 'original' });
      expect(Math.abs(played.durationMs - durationMs)).toBeLessThanOrEqual(60);
      // An MP4 tells where its samples are before they come; a WebM has neither box.
      const bytes = await readFile(output);
      const boxes = ['mdat', 'moov'].filter((box) => bytes.includes(box));
      expect(boxes.toSorted((a, b) => bytes.indexOf(a) - bytes.indexOf(b))).toEqual(order);
    },
  );
});

describe('a recording is encoded anew to be played', () => {
  it.each(encoded)('because it is %s', async (_, name) => {
    const decoded = await decode(recordings.path(name));
    expect(decoded.playback).toEqual({ kind: 'encoded' });
    const output = recordings.path('playback');
    const file = await audio.encodeForPlayback([decoded], output, signal);
    expect(file).toEqual({ extension: 'm4a', contentType: 'audio/mp4' });
    const played = await decode(output);
    expect(played.playback).toEqual({ kind: 'original' });
    expect(Math.abs(played.durationMs - decoded.durationMs)).toBeLessThanOrEqual(60);
    expect(Math.abs(played.gainDb)).toBeLessThan(2);
  });
});
