import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFfmpeg } from '@memo/audio';
import { type Meeting } from '@memo/entities';
import { buildTone, buildWav, storedTranscript } from '@memo/testing';
import { preparedSchema, type Prepared } from '../src/recognition/stage-results.ts';
import { startWorker, type WorkerFixture } from './worker-fixture.ts';

const turn = {
  speaker: 'spk_0',
  text: 'Shall we begin?',
  startMs: 100,
  endMs: 900,
  words: [],
};
const noSpeech = 'No speech was found in this recording.';

let fixture: WorkerFixture;
let directory: string;

beforeAll(async () => {
  [fixture, directory] = await Promise.all([
    startWorker(),
    mkdtemp(join(tmpdir(), 'memo-bad-recordings-')),
  ]);
  fixture.gemini.onTranscribe(() => [turn]);
  fixture.gemini.onGenerate(() => ({ summary: [], key_points: [], action_items: [] }));
});

afterAll(async () => {
  await fixture.close();
  await rm(directory, { recursive: true });
});

/** Encodes with ffmpeg; the name's ending chooses the container. */
async function make(name: string, ...options: string[]): Promise<Buffer> {
  const path = join(directory, name);
  await promisify(execFile)(await findFfmpeg(undefined), ['-v', 'error', '-y', ...options, path]);
  return readFile(path);
}

const tone = (seconds: number) => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];
const picture = ['-f', 'lavfi', '-i', 'color=size=64x64:duration=4'];

async function preparedOf(meeting: Meeting): Promise<Prepared> {
  const run = (await fixture.runs(meeting)).find(({ stage }) => stage === 'prepare');
  return preparedSchema.parse(run?.result);
}

async function segmentsOf({ id }: Meeting): Promise<unknown[]> {
  const { manager } = fixture.dataSource;
  return (await storedTranscript(manager, id)).segments;
}

/** Settles a meeting and says how often the recognizer was asked for it. */
async function process(...sounds: Buffer[]): Promise<{ meeting: Meeting; asked: number }> {
  const before = fixture.asked('transcribe');
  const meeting = await fixture.settled(await fixture.process(sounds), { timeoutMs: 90_000 });
  return { meeting, asked: fixture.asked('transcribe') - before };
}

describe('a file that is no recording', () => {
  it.each([
    ['an HLS playlist', '#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile:///etc/passwd\n'],
    ['a concat script', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['a DASH manifest', '<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>'],
    ['a session description', 'v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n'],
    ['noise behind the first bytes of an MP3', `ID3\u0004${'not a frame '.repeat(10_000)}`],
  ])('fails at once, for good, and says what to do: %s', async (_, text) => {
    const { meeting, asked } = await process(Buffer.from(text));
    expect(meeting).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'audio_undecodable',
        stage: 'prepare',
        retryable: false,
        message: expect.stringContaining('Please upload'),
      },
    });
    expect(asked).toBe(0);
    const [prepare] = await fixture.runs(meeting);
    expect(prepare?.attempts).toBeLessThanOrEqual(1);
  });

  it('fails for good, and says why, when it is a video without an audio track', async () => {
    const { meeting, asked } = await process(await make('mute.mp4', ...picture));
    expect(meeting).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'audio_missing',
        retryable: false,
        message: expect.stringContaining('no audio track'),
      },
    });
    expect(asked).toBe(0);
  });
});

describe('a damaged recording', () => {
  it.each([
    ['mp3', ['-c:a', 'libmp3lame']],
    ['m4a', ['-c:a', 'aac', '-movflags', '+faststart']],
    ['flac', []],
  ])(
    'cut short is transcribed as far as it decodes, and its length is told: %s',
    async (extension, options) => {
      const whole = await make(`whole.${extension}`, ...tone(10), ...options);
      const { meeting, asked } = await process(whole.subarray(0, whole.length / 2));
      expect(meeting).toMatchObject({ status: 'COMPLETED', error: null });
      expect(asked).toBe(1);
      const [recording] = (await preparedOf(meeting)).recordings;
      expect(recording?.durationMs).toBe(meeting.durationMs);
      expect(recording?.durationMs).toBeLessThan(6_000);
      expect(Math.abs((recording?.declaredMs ?? 0) - 10_000)).toBeLessThan(100);
      expect(await segmentsOf(meeting)).toHaveLength(1);
    },
  );

  it('with a hole in the middle keeps its time', async () => {
    const whole = await make('whole.webm', ...tone(10), '-c:a', 'libopus');
    whole.fill(0, Math.floor(whole.length * 0.4), Math.floor(whole.length * 0.6));
    const { meeting } = await process(whole);
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null });
    expect(Math.abs((meeting.durationMs ?? 0) - 10_000)).toBeLessThan(300);
  });

  it('whose header claims 4 GB is as long as its samples', async () => {
    const wav = buildTone(3);
    wav.writeUInt32LE(0xffff_fff0, 4);
    wav.writeUInt32LE(0xffff_ffcc, 40);
    const { meeting } = await process(wav);
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null, durationMs: 3_000 });
    expect((await preparedOf(meeting)).recordings).toMatchObject([
      { side: null, durationMs: 3_000, declaredMs: null },
    ]);
  });
});

describe('a recording without speech', () => {
  it('of hours in a few kilobytes is COMPLETED and says so, and nobody is asked', async () => {
    const silence = ['-f', 'lavfi', '-i', 'anullsrc=sample_rate=8000:channel_layout=mono'];
    const hours = await make('hours.flac', ...silence, '-t', '7200', '-frame_size', '65535');
    expect(hours.length).toBeLessThan(300_000);
    const { meeting, asked } = await process(hours);
    expect(meeting).toMatchObject({
      status: 'COMPLETED',
      durationMs: 7_200_000,
      summary: noSpeech,
    });
    expect(asked).toBe(0);
    expect(await segmentsOf(meeting)).toEqual([]);
    for (const chunk of (await preparedOf(meeting)).chunks) {
      expect(chunk).toMatchObject({ speech: [], audio: null });
    }
  }, 120_000);

  it.each([1, 20])('of %i s is COMPLETED and says so, and nobody is asked', async (seconds) => {
    const { meeting, asked } = await process(buildWav(44 + seconds * 32_000));
    expect(meeting).toMatchObject({ status: 'COMPLETED', summary: noSpeech });
    expect(asked).toBe(0);
  });
});

describe('an unusual recording', () => {
  it('of one second is transcribed', async () => {
    const { meeting, asked } = await process(buildTone(1));
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null, durationMs: 1_000 });
    expect(asked).toBe(1);
  });

  it('that is a video has its sound transcribed, which is also what people play', async () => {
    const video = await make('video.mp4', ...tone(4), ...picture, '-c:a', 'aac');
    const { meeting } = await process(video);
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null });
    expect(meeting.playbackKey).toMatch(/playback\.m4a$/);
    expect(await fixture.objectExists(meeting.playbackKey ?? '')).toBe(true);
    expect(await segmentsOf(meeting)).toHaveLength(1);
  });

  it('that is a browser’s WebM cannot be sought: what people play can', async () => {
    const webm = await make('live.webm', ...tone(4), '-c:a', 'libopus', '-live', '1');
    const { meeting } = await process(webm);
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null });
    expect(meeting.playbackKey).toMatch(/playback\.webm$/);
  });

  it('of two sides of different lengths makes the meeting as long as the longer one', async () => {
    const { meeting, asked } = await process(buildTone(2), buildTone(7, 220));
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null, durationMs: 7_000 });
    expect(asked).toBe(2);
    const { recordings, chunks } = await preparedOf(meeting);
    expect(recordings).toMatchObject([
      { side: 0, durationMs: 2_000, declaredMs: null },
      { side: 1, durationMs: 7_000, declaredMs: null },
    ]);
    expect(chunks.map(({ side, endMs }) => [side, endMs])).toEqual([
      [0, 2_000],
      [1, 7_000],
    ]);
  });

  it('of two sides with the same sound is one side, and nobody is asked twice', async () => {
    const { meeting, asked } = await process(buildTone(2), buildTone(2));
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null });
    expect(asked).toBe(1);
    expect((await preparedOf(meeting)).recordings).toMatchObject([{ side: null }]);
  });

  it('of little speech has only its speech sent', async () => {
    const rate = 16_000;
    const hum = (index: number) => (index < 2 * rate || index > 18 * rate ? 8_000 : 0);
    const wave = (index: number) => hum(index) * Math.sin(index / 6);
    const { meeting } = await process(buildWav(44 + 20 * rate * 2, wave));
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null });
    const [chunk] = (await preparedOf(meeting)).chunks;
    expect(chunk?.speech).toEqual([
      { startMs: 0, endMs: 2_120 },
      { startMs: 17_880, endMs: 20_000 },
    ]);
    const asked = fixture.gemini.requests.findLast(({ kind }) => kind === 'transcribe');
    expect(asked?.bytes).toBeLessThan(4_300 * 32 + 200);
  });
});
