import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  levelDb,
  samplesOf,
  tone,
  type Recordings,
} from '../test/recordings.ts';
import type { AudioTools, Span } from './types.ts';

const { signal } = new AbortController();

/** As decoding leaves them: 16 kHz, mono, 16 bit. */
const sounds = {
  'tone.wav': tone,
  'vibrato.wav': `${tone},vibrato`,
  'pulse.wav': 'aevalsrc=if(eq(n\\,16000)\\,0.9\\,0.01*sin(n)):sample_rate=16000:d=2',
  'pause.wav': 'aevalsrc=(lt(t\\,1)+gt(t\\,2.5))*sin(2764*t)/4:sample_rate=16000:d=3',
};

let recordings: Recordings;
let audio: AudioTools;
let flac: string;
let expanded: string;

beforeAll(async () => {
  recordings = await createRecordings();
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  [flac, expanded] = [recordings.path('cut.flac'), recordings.path('expanded.wav')];
  await recordings.makeAll({
    ...Object.fromEntries(
      Object.entries(sounds).map(([name, source]) => [
        name,
        [source, '-ar', '16000', '-ac', '1'] as const,
      ]),
    ),
    'loud.flac': [`${tone},volume=15dB`],
    'quiet.flac': [`${tone},volume=-20dB`],
  });
});
afterAll(() => recordings.remove());

const decoded = (name: keyof typeof sounds): string => recordings.path(name);

async function cut(wav: string, spans: Span[], gainDb: number): Promise<Int16Array> {
  await audio.cut(wav, spans, gainDb, flac, signal);
  await audio.toWav(flac, expanded, signal);
  return samplesOf(expanded);
}

async function expected(wav: string, spans: Span[]): Promise<number[]> {
  const whole = await samplesOf(wav);
  return spans.flatMap(({ startMs, endMs }) => [...whole.slice(startMs * 16, endMs * 16)]);
}

describe('a cut', () => {
  it.each<{ spans: Span[] }>([
    { spans: [{ startMs: 0, endMs: 3000 }] },
    { spans: [{ startMs: 0, endMs: 1 }] },
    { spans: [{ startMs: 1234, endMs: 2345 }] },
    { spans: [{ startMs: 2999, endMs: 3000 }] },
    {
      spans: [
        { startMs: 10, endMs: 777 },
        { startMs: 1501, endMs: 1502 },
        { startMs: 2000, endMs: 3000 },
      ],
    },
  ])('expanded again is the same samples: $spans', async ({ spans }) => {
    const wav = decoded('vibrato.wav');
    expect([...(await cut(wav, spans, 0))]).toEqual(await expected(wav, spans));
  });

  it('holds nothing else and leaves nothing else behind', async () => {
    const wav = decoded('tone.wav');
    await mkdir(recordings.path('apart'));
    const alone = recordings.path('apart/cut.flac');
    await audio.cut(wav, [{ startMs: 0, endMs: 3000 }], 6, alone, signal);
    expect((await stat(alone)).size).toBeLessThan((await stat(wav)).size * 0.9);
    expect(await readdir(dirname(alone))).toEqual(['cut.flac']);
  });

  it.each(['loud', 'quiet'])('of a %s tone is as loud as any other', async (name) => {
    const wav = recordings.path(`${name}.wav`);
    const { gainDb } = await decodeWhole(audio, recordings.path(`${name}.flac`), wav);
    const samples = await cut(wav, [{ startMs: 0, endMs: 3000 }], gainDb);
    expect(Math.abs(levelDb(samples) + 23)).toBeLessThan(1);
  });

  it('with a gain moves no sample and clips none', async () => {
    const samples = await cut(decoded('pulse.wav'), [{ startMs: 500, endMs: 2000 }], 12);
    expect(samples).toHaveLength(24_000);
    expect(samples.findIndex((sample) => sample > 20_000)).toBe(8_000);
    expect(Math.max(...samples)).toBeLessThanOrEqual(Math.ceil(0.9 * 32_768));
  });

  it('beyond the end of the audio is a mistake of ours', async () => {
    await expect(
      cut(decoded('tone.wav'), [{ startMs: 2_000, endMs: 3_001 }], 0),
    ).rejects.toMatchObject({
      kind: 'internal',
    });
  });
});

it('a cut comes with its silences, and so does what is expanded', async () => {
  const spans = [{ startMs: 500, endMs: 3000 }];
  const whole = await audio.cut(decoded('pause.wav'), spans, 0, flac, signal);
  const { durationMs, silences } = await audio.toWav(flac, expanded, signal);
  expect(whole.silences).toEqual(silences);
  expect(durationMs).toBe(2500);
  expect(silences).toHaveLength(1);
  expect(Math.abs((silences[0]?.startMs ?? 0) - 500)).toBeLessThanOrEqual(2);
  expect(Math.abs((silences[0]?.endMs ?? 0) - 2000)).toBeLessThanOrEqual(2);
});

describe('a selection', () => {
  it('is the same samples, one span behind the other, as WAV', async () => {
    const wav = decoded('vibrato.wav');
    const spans = [
      { startMs: 3, endMs: 5 },
      { startMs: 1000, endMs: 2999 },
    ];
    await audio.select(wav, spans, expanded, signal);
    expect([...(await samplesOf(expanded))]).toEqual(await expected(wav, spans));
    expect(await audio.findSilence(expanded, 0, signal)).toEqual([]);
  });

  it('stops with the signal', async () => {
    const stopped = AbortSignal.abort(new Error('too late'));
    const span = { startMs: 0, endMs: 3000 };
    await expect(audio.select(decoded('tone.wav'), [span], expanded, stopped)).rejects.toThrow(
      'too late',
    );
  });
});

it('joined spans are the same samples, with silence behind each', async () => {
  const wav = decoded('vibrato.wav');
  const spans = [
    { startMs: 1000, endMs: 1500 },
    { startMs: 3, endMs: 5 },
  ];
  const pause = Array.from({ length: 100 * 16 }, () => 0);
  const joined = spans.map((span) => ({ ...span, wavPath: wav }));
  await audio.join(joined, 100, expanded, signal);
  const [first, second] = [
    await expected(wav, spans.slice(0, 1)),
    await expected(wav, spans.slice(1)),
  ];
  expect([...(await samplesOf(expanded))]).toEqual([...first, ...pause, ...second, ...pause]);
});
