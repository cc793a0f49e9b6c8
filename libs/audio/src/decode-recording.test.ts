import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  levelDb,
  samplesOf,
  type Recordings,
  type Sound,
} from '../test/recordings.ts';
import type { AudioTools } from './types.ts';
import { wavHeader } from './wav.ts';

const { signal } = new AbortController();

/** A tone of one second between two of silence, so that what is heard, and when, can be told. */
const beep = (fromSecond = 1, hertz = 440) =>
  `aevalsrc=between(t\\,${fromSecond}\\,${fromSecond + 1})*0.3*sin(${hertz}*2*PI*t):sample_rate=16000:duration=3`;

const channels: [what: string, pan: string][] = [
  ['the third of three', 'pan=3c|c2=c0'],
  ['the fourth of four, a subwoofer by its name', 'pan=3.1|c3=c0'],
  ['the fourth of six', 'pan=5.1|c3=c0'],
  ['the fourth of eight', 'pan=7.1|c3=c0'],
  ['the last of sixteen', 'pan=16c|c15=c0'],
  ['both of two, inverse', 'pan=stereo|c0=c0|c1=-1*c0'],
  ['both of two, inverse and one of them quieter', 'pan=stereo|c0=c0|c1=-0.7*c0'],
  ['the first and the ninth of sixteen, inverse', 'pan=16c|c0=c0|c8=-1*c0'],
  ['a pair inverse to another pair', 'pan=4c|c0=c0|c1=c0|c2=-1*c0|c3=-1*c0'],
];

const forms = {
  mono: ['-ar', '48000', '-ac', '1'],
  stereo: ['-ar', '24000', '-ac', '2'],
  narrow: ['-ar', '16000', '-ac', '1'],
};
const joined = [
  ['mp3', 'libmp3lame', 'mono', 'stereo'],
  ['mp3', 'libmp3lame', 'stereo', 'mono'],
  ['mp3', 'libmp3lame', 'stereo', 'narrow'],
  ['aac', 'aac', 'mono', 'stereo'],
  ['aac', 'aac', 'stereo', 'mono'],
  ['ogg', 'libvorbis', 'mono', 'stereo'],
  ['ogg', 'libvorbis', 'stereo', 'mono'],
  ['opus', 'libopus', 'mono', 'stereo'],
  ['opus', 'libopus', 'stereo', 'mono'],
] as const;

const twoTracks: [name: string, codec: string][] = [
  ['two.m4a', 'aac'],
  ['two.mov', 'pcm_s16le'],
  ['two.mkv', 'libopus'],
];

const syllables = 'aevalsrc=0.01*lt(mod(t\\,0.5)\\,0.25)*sin(2764*t):sample_rate=16000:duration=6';

const levels = [-70, 20, 60];

const [inverseSource, nearSource] = [beep(1, 700), beep(0)].map(
  (source) => /^aevalsrc=([^:]*)/.exec(source)?.[1],
);
const twoPeople = `aevalsrc=${nearSource}+${inverseSource}|${nearSource}-(${inverseSource}):sample_rate=16000:duration=3`;

/** An offset and a hum that both microphones have, in which voices are inverse. */
const common = '0.2+0.2*sin(50*2*PI*t)';
const inverseInCommon = `aevalsrc=0.2*(${inverseSource})+${common}|-0.2*(${inverseSource})+${common}:sample_rate=16000:duration=3`;

const sounds: Record<string, Sound> = {
  ...Object.fromEntries(channels.map(([what, pan]) => [`${what}.wav`, [beep(), '-af', pan]])),
  ...Object.fromEntries(
    joined.flatMap(([name, codec, ...parts]) =>
      parts.map((part) => [`${part}.${name}`, [beep(), '-c:a', codec, ...forms[part]]]),
    ),
  ),
  ...Object.fromEntries(
    twoTracks.map(([name, codec]) => [name, [[beep(0), beep(1)], '-c:a', codec]]),
  ),
  ...Object.fromEntries(
    levels.map((change) => [
      `${change}dB.wav`,
      [beep(), '-af', `volume=${change}dB`, '-c:a', 'pcm_f32le'],
    ]),
  ),
  'in-common.wav': [inverseInCommon],
  'two-people.wav': [twoPeople],
  'stereo.wav': ['aevalsrc=0.4*sin(3000*t)|0.4*sin(5000*t):sample_rate=16000:duration=2'],
  'three.m4a': [[beep(0), beep(1), beep(2)], '-c:a', 'aac'],
  'noisy.mkv': [
    [syllables, 'anoisesrc=amplitude=0.3:sample_rate=16000:duration=6', beep(2)],
    '-c:a',
    'pcm_s16le',
  ],
  'alac.mov': [[beep(0), beep(1)], '-c:a:0', 'pcm_s16le', '-c:a:1', 'alac'],
};

let recordings: Recordings;
let audio: AudioTools;

beforeAll(async () => {
  recordings = await createRecordings();
  await recordings.makeAll(sounds);
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
});
afterAll(() => recordings.remove());

const levelAt = (samples: Int16Array, second: number) =>
  levelDb(samples.slice((second + 0.2) * 16_000, (second + 0.8) * 16_000));

/** How much of samples is a tone of 700 Hz: whole periods of it and of a hum. */
function tone700Db(samples: Int16Array): number {
  const angle = (2 * Math.PI * 700) / 16_000;
  const [real, imaginary] = [Math.cos, Math.sin].map(
    (of) => samples.reduce((sum, sample, at) => sum + sample * of(at * angle), 0) / samples.length,
  );
  return 20 * Math.log10((2 * Math.hypot(real ?? 0, imaginary ?? 0)) / 32_768);
}

async function decode(path: string) {
  const wav = recordings.path('decoded.wav');
  const decoded = await decodeWhole(audio, path, wav);
  return { ...decoded, samples: await samplesOf(wav) };
}

describe('every channel is a microphone:', () => {
  it.each(channels)('%s is heard', async (what) => {
    const { samples, gainDb } = await decode(recordings.path(`${what}.wav`));
    expect(levelAt(samples, 1)).toBeGreaterThan(-40);
    expect(levelAt(samples, 1) + gainDb).toBeGreaterThan(-30);
    expect(levelAt(samples, 0)).toBeLessThan(-80);
  });

  it.each([0, 3, 8])('channel %i of nine is heard, which have no names', async (channel) => {
    const [channels, rate] = [9, 8_000];
    const bytes = Buffer.alloc(44 + 3 * rate * channels * 2);
    wavHeader(bytes.length - 44).copy(bytes);
    bytes.writeUInt16LE(channels, 22);
    bytes.writeUInt32LE(rate, 24);
    bytes.writeUInt32LE(rate * channels * 2, 28);
    bytes.writeUInt16LE(channels * 2, 32);
    for (let frame = rate; frame < 2 * rate; frame += 1) {
      const at = 44 + (frame * channels + channel) * 2;
      bytes.writeInt16LE(Math.round(9_000 * Math.sin(frame / 3)), at);
    }
    const { samples, playback } = await decode(await recordings.write('nine.wav', bytes));
    expect(levelAt(samples, 1)).toBeGreaterThan(-40);
    expect(levelAt(samples, 0)).toBeLessThan(-80);
    expect(playback).toEqual({ kind: 'encoded' });
  });

  it('inverse channels are heard that have an offset and a hum in common', async () => {
    const { samples } = await decode(recordings.path('in-common.wav'));
    expect(tone700Db(samples.slice(19_200, 28_800))).toBeGreaterThan(-40);
    expect(tone700Db(samples.slice(3_200, 12_800))).toBeLessThan(-70);
  });

  it('two people are heard of whom one is recorded inversely', async () => {
    const { samples } = await decode(recordings.path('two-people.wav'));
    expect(levelAt(samples, 0)).toBeGreaterThan(-20);
    expect(levelAt(samples, 1)).toBeGreaterThan(-20);
    expect(levelAt(samples, 2)).toBeLessThan(-80);
  });

  it('channels that have nothing in common are the plain sum', async () => {
    const { samples, playback } = await decode(recordings.path('stereo.wav'));
    expect(playback).toEqual({ kind: 'original' });
    const expected = 0.2 * (Math.sin(3000) + Math.sin(5000)) * 32_768;
    expect(Math.abs((samples[16_000] ?? 0) - expected)).toBeLessThan(40);
  });
});

describe('parts put one behind the other', () => {
  it.each(joined)(
    'follow each other in time: %s (%s, %s then %s)',
    async (name, _, first, second) => {
      const parts = [first, second].map((part) => readFile(recordings.path(`${part}.${name}`)));
      const whole = Buffer.concat(await Promise.all(parts));
      const path = await recordings.write(`joined.${name}`, whole);
      const { samples, durationMs, playback, gainDb } = await decode(path);
      expect(Math.abs(durationMs - 6_000)).toBeLessThan(200);
      expect([0, 1, 2, 3, 4, 5].map((second) => levelAt(samples, second) > -40)).toEqual([
        false,
        true,
        false,
        false,
        true,
        false,
      ]);
      // Loudness is that of all of it, not of the last part.
      expect(Math.abs(gainDb + 6.5)).toBeLessThan(1.5);
      // Opus is 48 kHz whatever it was made of: a player has nothing to switch.
      expect(playback).toEqual({ kind: name === 'opus' ? 'original' : 'encoded' });
    },
  );
});

describe('the tracks of a file', () => {
  it.each(twoTracks)('are two sides when there are two: %s', async (name) => {
    const path = recordings.path(name);
    const { sides, tracks } = await audio.decodeRecording(
      path,
      recordings.path('d'),
      { apart: true },
      signal,
    );
    expect(tracks.map(({ decoded }) => decoded)).toEqual([true, true]);
    const heard = await Promise.all(sides.map(({ wavPath }) => samplesOf(wavPath)));
    expect(heard.map((samples) => [levelAt(samples, 0) > -40, levelAt(samples, 1) > -40])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('are mixed when there are more', async () => {
    const { samples, tracks } = await decode(recordings.path('three.m4a'));
    expect(tracks).toHaveLength(3);
    expect([0, 1, 2].map((second) => levelAt(samples, second) > -40)).toEqual([true, true, true]);
  });

  it('are mixed so that the noise of one does not drown the others', async () => {
    const { samples } = await decode(recordings.path('noisy.mkv'));
    const [syllable, pause] = [0.03, 0.28].map((from) =>
      levelDb(samples.slice((5 + from) * 16_000, (5.19 + from) * 16_000)),
    );
    expect((syllable ?? 0) - (pause ?? 0)).toBeGreaterThan(12);
  });

  it('are mixed when they are not to be kept apart', async () => {
    const { samples } = await decode(recordings.path('two.m4a'));
    expect([0, 1].map((second) => levelAt(samples, second) > -40)).toEqual([true, true]);
  });

  it('that do not decode are named, and the others are heard', async () => {
    const bytes = await readFile(recordings.path('alac.mov'));
    // No decoder goes by this name.
    bytes.write('xxxx', bytes.lastIndexOf('alac', bytes.lastIndexOf('alac') - 1));
    bytes.write('xxxx', bytes.lastIndexOf('alac'));
    const path = await recordings.write('broken.mov', bytes);
    const { sides, tracks } = await audio.decodeRecording(
      path,
      recordings.path('d'),
      { apart: true },
      signal,
    );
    expect(tracks.map(({ decoded }) => decoded)).toEqual([true, false]);
    expect(sides).toHaveLength(1);
  });
});

describe('a level that 16 bits do not hold', () => {
  it.each(levels)('is brought to where they do: %i dB', async (change) => {
    const { samples, gainDb } = await decode(recordings.path(`${change}dB.wav`));
    const tone = samples.slice(17_600, 30_400);
    expect(Math.abs(levelDb(tone) + gainDb + 23)).toBeLessThan(2.5);
    // A sine keeps its form: its peak is 3 dB above its level.
    const peakDb = 20 * Math.log10(Math.max(...tone.map(Math.abs)) / 32_768);
    expect(Math.abs(peakDb - levelDb(tone) - 3)).toBeLessThan(0.2);
  });
});
