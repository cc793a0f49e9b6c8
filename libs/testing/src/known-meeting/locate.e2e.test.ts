import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools, findFfmpeg } from '@memo/audio';
import { execa } from 'execa';
import fc from 'fast-check';
import { recognizeWords } from './recognize-words.ts';
import { locate, planMeeting, writeRecording, type KnownMeeting } from './index.ts';
import { readSamples } from './read-samples.ts';
import { wavHeader } from './write-recording.ts';

const { signal } = new AbortController();

const lossy: [name: string, startMs: number, ...options: string[]][] = [
  ['32k.mp3', 0, '-b:a', '32k'],
  ['44100.mp3', 0, '-ar', '44100', '-b:a', '64k'],
  ['32k.m4a', 0, '-b:a', '32k'],
  ['stereo.m4a', 0, '-ar', '48000', '-ac', '2', '-b:a', '96k'],
  ['24k.opus', 0, '-b:a', '24k'],
  ['voice.webm', 0, '-c:a', 'libopus', '-b:a', '16k', '-application', 'voip'],
  ['vorbis.ogg', 0, '-c:a', 'libvorbis'],
  ['telephone.wav', 0, '-ar', '8000', '-c:a', 'pcm_mulaw'],
  ['loudnorm.wav', 0, '-af', 'loudnorm=I=-23', '-ar', '16000'],
  // ADTS has nowhere to say how much the encoder put in front.
  ['raw.aac', -64, '-b:a', '64k'],
];

let directory: string;
let ffmpeg: string;
let meeting: KnownMeeting;
let samples: Int16Array;
const path = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-locate-'));
  ffmpeg = await findFfmpeg(undefined);
  meeting = planMeeting({ seed: 21, minutes: 1.2, speakers: 4, overlaps: 0.2 });
  await writeRecording(meeting, path('meeting.wav'));
  samples = await readSamples(path('meeting.wav'));
  const outputs = lossy.flatMap(([name, , ...options]) => [...options, path(name)]);
  await execa(ffmpeg, ['-v', 'error', '-i', path('meeting.wav'), ...outputs]);
});
afterAll(() => rm(directory, { recursive: true }));

const wav = (part: Int16Array) =>
  Buffer.concat([
    wavHeader(part.byteLength),
    Buffer.from(part.buffer, part.byteOffset, part.byteLength),
  ]);
const wordCount = () => meeting.utterances.flatMap(({ words }) => words).length;

describe('lossless audio', () => {
  it('is located to the sample, wherever it is cut and however loud it is', async () => {
    const window = fc.record({
      start: fc.nat({ max: samples.length - 10 * 16_000 }),
      length: fc.integer({ min: 4 * 16_000, max: 10 * 16_000 }),
      gain: fc.double({ min: 0.05, max: 5, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(window, async ({ start, length, gain }) => {
        const part = samples.slice(start, start + length).map((sample) => sample * gain);
        const [fromMs, toMs] = [start / 16, (start + length) / 16];
        const whole = meeting.utterances
          .flatMap(({ words }) => words)
          .filter(({ startMs, endMs }) => startMs >= fromMs && endMs <= toMs);
        expect(await locate(meeting, wav(part))).toBe(whole.length > 0 ? fromMs : null);
        const recognized = recognizeWords(meeting, part).filter(({ isCut }) => !isCut);
        expect(recognized.map(({ word }) => word.startMs)).toEqual(
          whole.map(({ startMs }) => startMs).sort((a, b) => a - b),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('is located after levelling and a FLAC round trip', async () => {
    const audio = createAudioTools({ ffmpegPath: ffmpeg });
    const { sides } = await audio.decodeRecording(
      path('meeting.wav'),
      path('decoded'),
      { apart: false },
      signal,
    );
    const { wavPath, gainDb } = sides[0] ?? { wavPath: '', gainDb: 0 };
    const span = { startMs: 31_234, endMs: 53_456 };
    await audio.cut(wavPath, [span], gainDb, path('cut.flac'), signal);
    expect(await locate(meeting, await readFile(path('cut.flac')), ffmpeg)).toBe(31_234);
    await audio.toWav(path('cut.flac'), path('cut.wav'), signal);
    expect(await locate(meeting, path('cut.wav'))).toBe(31_234);
  });

  it('that was put before the meeting moves it', async () => {
    const late = new Int16Array(16_000 + samples.length);
    late.set(samples, 16_000);
    expect(await locate(meeting, wav(late))).toBe(-1_000);
  });

  it('of silence or of another meeting is nowhere', async () => {
    expect(await locate(meeting, wav(new Int16Array(160_000)))).toBeNull();
    const other = planMeeting({ seed: 22, minutes: 0.5 });
    await writeRecording(other, path('other.wav'));
    expect(await locate(meeting, path('other.wav'))).toBeNull();
  });
});

describe('words recognized', () => {
  it('are those left when a stretch was taken out, at the times they have now', () => {
    const [from, to] = [40 * 16_000, 55 * 16_000];
    const rest = new Int16Array(samples.length - (to - from));
    rest.set(samples.subarray(0, from));
    rest.set(samples.subarray(to), from);
    const recognized = recognizeWords(meeting, rest);
    const late = recognized.filter(({ word }) => word.startMs > 55_000);
    expect(late.every(({ word, startMs }) => word.startMs - startMs === 15_000)).toBe(true);
    const expected = meeting.utterances
      .flatMap(({ words }) => words)
      .filter(({ startMs, endMs }) => endMs <= 40_000 || startMs >= 55_000);
    expect(
      recognized.filter(({ word }) => expected.some((one) => one.startMs === word.startMs)),
    ).toHaveLength(expected.length);
  });

  it('do not include one that was silenced', () => {
    const muted = samples.slice();
    const victim = meeting.utterances.find(({ band }) => band === 0)?.words[1];
    muted.fill(0, (victim?.startMs ?? 0) * 16, (victim?.endMs ?? 0) * 16);
    const starts = recognizeWords(meeting, muted).map(({ word }) => word.startMs);
    expect(starts).toHaveLength(wordCount() - 1);
    expect(starts).not.toContain(victim?.startMs);
  });

  it('include twice what is there twice', () => {
    const twice = new Int16Array(20 * 16_000);
    const part = samples.subarray(30 * 16_000, 40 * 16_000);
    twice.set(part);
    twice.set(part, part.length);
    const once = recognizeWords(meeting, part).filter(({ isCut }) => !isCut).length;
    expect(
      recognizeWords(meeting, twice).filter(({ isCut }) => !isCut).length,
    ).toBeGreaterThanOrEqual(once * 2 - 2);
  });
});

describe('lossy audio', () => {
  it.each(lossy)('in %s is located to a millisecond, every word in it', async (name, startMs) => {
    const decoded = await readSamples(path(name), ffmpeg);
    const recognized = recognizeWords(meeting, decoded);
    expect(recognized).toHaveLength(wordCount());
    const errors = recognized.map((one) => Math.abs(one.word.startMs - one.startMs - startMs));
    expect(Math.max(...errors)).toBeLessThan(1);
  });
});
