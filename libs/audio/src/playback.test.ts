import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  tone,
  type Recordings,
} from '../test/recordings.ts';
import type { AudioTools } from './types.ts';

const { signal } = new AbortController();
const picture = ['-f', 'lavfi', '-i', 'color=size=64x64:duration=3'];
/** As a browser records: written as it comes, so that nothing is put in at the front afterwards. */
const live = ['-live', '1'];

let recordings: Recordings;
let audio: AudioTools;
beforeEach(async () => {
  recordings = await createRecordings();
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
});
afterEach(() => recordings.remove());

const decode = (path: string) => decodeWhole(audio, path, recordings.path('decoded.wav'));

describe('a recording is played as it is', () => {
  it.each([
    ['a.mp3', ['-c:a', 'libmp3lame']],
    ['a.m4a', ['-c:a', 'aac']],
    ['a.wav', []],
    ['a.flac', []],
    ['a.opus', ['-c:a', 'libopus']],
    ['a.webm', ['-c:a', 'libopus']],
  ])('when it is sound with an index: %s', async (name, options) => {
    const { playback } = await decode(await recordings.make(name, tone, ...options));
    expect(playback).toEqual({ kind: 'original' });
  });

  it('when its picture is a cover', async () => {
    const cover = ['-frames:v', '1', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic'];
    const { playback } = await decode(await recordings.make('a.mp3', tone, ...picture, ...cover));
    expect(playback).toEqual({ kind: 'original' });
  });
});

it('a stereo recording that cancels for a moment is played in stereo, as it is', async () => {
  const second = '0.3*sin(2764*t)*(1-2*between(t\\,10\\,10.1))';
  const source = `aevalsrc=0.3*sin(2764*t)|${second}:sample_rate=16000:duration=20`;
  const { playback } = await decode(await recordings.make('a.flac', source));
  expect(playback).toEqual({ kind: 'original' });
});

describe('a recording gets a file to play', () => {
  it.each([
    ['a browser’s WebM', 'a.webm', ['-c:a', 'libopus', ...live], 'webm', []],
    ['a video in WebM', 'v.webm', [...picture, '-c:a', 'libvorbis'], 'webm', []],
    ['a video in MP4', 'v.mp4', [...picture, '-c:a', 'aac'], 'm4a', ['moov', 'mdat']],
    [
      'a browser’s MP4',
      'f.m4a',
      ['-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov'],
      'm4a',
      ['moov', 'mdat'],
    ],
    [
      'a video with MP3 sound',
      'v.mkv',
      [...picture, '-c:a', 'libmp3lame'],
      'm4a',
      ['moov', 'mdat'],
    ],
  ])('that can be sought, of sound alone: %s', async (_, name, options, extension, order) => {
    const path = await recordings.make(name, tone, ...options);
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
  });
});

describe('a recording is encoded anew to be played', () => {
  it.each([
    ['telephone speech', 'gsm.wav', ['-c:a', 'libgsm_ms', '-ar', '8000', '-ac', '1']],
    ['ADPCM', 'adpcm.wav', ['-c:a', 'adpcm_ms']],
    ['A-law', 'alaw.wav', ['-c:a', 'pcm_alaw']],
    ['ALAC', 'alac.m4a', ['-c:a', 'alac']],
    ['a WAV of more than 4 GB', 'rf64.wav', ['-rf64', 'always']],
    ['three microphones', 'three.wav', ['-af', 'pan=3c|c0=c0|c1=c0|c2=c0']],
    ['inverse channels', 'inverse.flac', ['-af', 'pan=stereo|c0=c0|c1=-1*c0']],
    ['far above full scale', 'float.wav', ['-af', 'volume=30dB', '-c:a', 'pcm_f32le']],
  ])('because it is %s', async (_, name, options) => {
    const decoded = await decode(await recordings.make(name, tone, ...options));
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
