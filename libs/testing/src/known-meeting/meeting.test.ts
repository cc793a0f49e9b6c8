import { readFile, rm, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudioTools, findFfmpeg } from '@memo/audio';
import fc from 'fast-check';
import {
  planMeeting,
  recordingChunks,
  speechSpans,
  writeRecording,
  type KnownMeeting,
  type MeetingPlan,
} from './index.ts';
import { readSamples } from './read-samples.ts';

const wordsOf = ({ utterances }: KnownMeeting) => utterances.flatMap(({ words }) => words);

describe('a planned meeting', () => {
  it('is the same for the same seed, and another for another', () => {
    const plan = (seed: number) => planMeeting({ seed, minutes: 5, speakers: 3 });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  it('has its words in order, inside their utterances, inside the meeting', () => {
    const plans = fc.record({
      seed: fc.nat(),
      minutes: fc.double({ min: 0.05, max: 10, noNaN: true }),
      speakers: fc.integer({ min: 1, max: 8 }),
      overlaps: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(plans, (plan) => {
        const meeting = planMeeting(plan);
        const isRight = meeting.utterances.every(
          ({ startMs, endMs, words }, index) =>
            startMs >= (meeting.utterances[index - 1]?.startMs ?? 0) &&
            endMs <= meeting.durationMs &&
            words[0]?.startMs === startMs &&
            words.at(-1)?.endMs === endMs &&
            words.every((word, at) => word.startMs > (words[at - 1]?.endMs ?? -1)),
        );
        expect(isRight).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('lets everyone speak, at a rate people speak at', () => {
    const meeting = planMeeting({ seed: 4, minutes: 10, speakers: 4 });
    expect(new Set(meeting.utterances.map(({ speaker }) => speaker)).size).toBe(4);
    const perMinute = wordsOf(meeting).length / 10;
    expect(perMinute).toBeGreaterThan(100);
    expect(perMinute).toBeLessThan(180);
  });

  it('is silent where asked, for as long as asked', () => {
    const silence = { startMs: 120_000, endMs: 420_000 };
    const meeting = planMeeting({ seed: 5, minutes: 10, silences: [silence] });
    const inSilence = wordsOf(meeting).filter(
      ({ startMs, endMs }) => startMs < silence.endMs && endMs > silence.startMs,
    );
    expect(inSilence).toEqual([]);
    expect(wordsOf(meeting).some(({ startMs }) => startMs > silence.endMs)).toBe(true);
  });

  it('has a speaker who is silent for a while and comes back', () => {
    const absence = { speaker: 1, startMs: 60_000, endMs: 360_000 };
    const { utterances } = planMeeting({
      seed: 6,
      minutes: 10,
      speakers: 3,
      absences: [absence],
      overlaps: 0.3,
    });
    const theirs = utterances.filter(({ speaker }) => speaker === 'person2');
    expect(theirs.some(({ endMs }) => endMs <= absence.startMs)).toBe(true);
    expect(theirs.some(({ startMs }) => startMs >= absence.endMs)).toBe(true);
    expect(
      theirs.filter(({ startMs, endMs }) => startMs < absence.endMs && endMs > absence.startMs),
    ).toEqual([]);
  });

  it('has an utterance without a pause through a given moment', () => {
    const through = [{ atMs: 180_000, lengthMs: 90_000 }];
    const meeting = planMeeting({ seed: 7, minutes: 6, speakers: 3, through });
    const running = meeting.utterances.find(
      ({ startMs, endMs }) => startMs === 135_000 && endMs > 224_000,
    );
    const pauses = running?.words.map(
      ({ startMs }, index, words) => startMs - (words[index - 1]?.endMs ?? startMs),
    );
    expect(Math.max(...(pauses ?? [Infinity]))).toBeLessThan(150);
  });

  it('overlaps on two sides only across them', () => {
    const meeting = planMeeting({
      seed: 8,
      minutes: 10,
      speakers: 3,
      sides: [0, 1, 1],
      overlaps: 0.5,
    });
    const overlapping = meeting.utterances.filter(({ band }) => band === 1);
    expect(overlapping.length).toBeGreaterThan(10);
    for (const side of [0, 1]) {
      const own = meeting.utterances.filter(({ speaker }) => meeting.sides?.[speaker] === side);
      const collisions = own.filter(({ startMs }, index) => startMs < (own[index - 1]?.endMs ?? 0));
      expect(collisions).toEqual([]);
    }
  });

  it.each<[string, Partial<MeetingPlan>]>([
    ['no length', { minutes: 0 }],
    ['13 hours', { minutes: 780 }],
    [
      'someone speaking in silence',
      {
        through: [{ atMs: 30_000, lengthMs: 9_000 }],
        silences: [{ startMs: 29_000, endMs: 31_000 }],
      },
    ],
    ['someone speaking past the end', { through: [{ atMs: 59_000, lengthMs: 9_000 }] }],
  ])('is refused with %s', (_what, plan) => {
    expect(() => planMeeting({ seed: 1, minutes: 1, ...plan })).toThrow(RangeError);
  });
});

describe('the recording of a planned meeting', () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-known-'));
    path = join(directory, 'meeting.wav');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('is a WAV of exactly that length', async () => {
    const meeting = planMeeting({ seed: 9, minutes: 0.3333 });
    const bytes = await writeRecording(meeting, path);
    expect(bytes).toBe(44 + meeting.durationMs * 32);
    expect((await stat(path)).size).toBe(bytes);
    expect((await readFile(path)).readUInt32LE(40)).toBe(bytes - 44);
  });

  it('of ten hours is made a second at a time', () => {
    const meeting = planMeeting({ seed: 10, minutes: 600, pauseMs: [500, 60_000] });
    let [bytes, largest] = [0, 0];
    for (const chunk of recordingChunks(meeting)) {
      bytes += chunk.length;
      largest = Math.max(largest, chunk.length);
    }
    expect(bytes).toBe(44 + 36_000 * 32_000);
    expect(largest).toBe(32_000);
  });

  it('is silent exactly where nobody speaks, once levelled too', async () => {
    const silences = [{ startMs: 20_000, endMs: 40_000 }];
    const meeting = planMeeting({ seed: 11, minutes: 1, speakers: 4, silences });
    await writeRecording(meeting, path);
    const audio = createAudioTools({ ffmpegPath: await findFfmpeg(undefined) });
    const { signal } = new AbortController();
    const decoded = join(directory, 'decoded');
    const { sides } = await audio.decodeRecording(path, decoded, { apart: false }, signal);
    const { wavPath, gainDb } = sides[0] ?? { wavPath: '', gainDb: 0 };
    const found = await audio.findSilence(wavPath, gainDb, signal);
    const spans = speechSpans(meeting);
    const expected = spans.map(({ endMs }, index) => ({
      startMs: endMs,
      endMs: spans[index + 1]?.startMs ?? meeting.durationMs,
    }));
    const isNear = (aMs: number, bMs: number) => Math.abs(aMs - bMs) <= 10;
    const missing = expected
      .filter(({ startMs, endMs }) => endMs - startMs > 410)
      .filter(
        (span) =>
          !found.some(
            ({ startMs, endMs }) => isNear(startMs, span.startMs) && isNear(endMs, span.endMs),
          ),
      );
    expect(missing).toEqual([]);
    const speech = found.filter(({ startMs, endMs }) =>
      spans.some((span) => startMs < span.endMs - 10 && endMs > span.startMs + 10),
    );
    expect(speech).toEqual([]);
  });

  it('of one side holds only who is on it', async () => {
    const meeting = planMeeting({ seed: 12, minutes: 1, sides: [0, 1], overlaps: 0.3 });
    const samples = async (options: object) => {
      await writeRecording(meeting, path, options);
      return readSamples(path);
    };
    const both = await samples({});
    const [first, second] = [await samples({ side: 0 }), await samples({ side: 1 })];
    expect(first.every((sample, index) => sample + (second[index] ?? 0) === both[index])).toBe(
      true,
    );
    for (const { startMs, endMs } of speechSpans(meeting, { side: 1 })) {
      expect(second.slice(startMs * 16, endMs * 16).some((sample) => sample !== 0)).toBe(true);
    }
  });
});
