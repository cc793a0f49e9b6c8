import { describe, expect, it } from '@jest/globals';
import { judge, planMeeting, type KnownMeeting } from '@memo/testing/known-meeting';
import { recognizeChunk, type GivenChunk } from '../../../test/transcribed-meeting.ts';
import type { Prepared, RecognizedChunk } from '../../recognition/stage-results.ts';
import { showSoFar } from './show-so-far.ts';

const minute = 60_000;
const known = { capabilities: { diarization: true }, speakersExpected: null };

function preparedFrom(given: GivenChunk[]): { prepared: Prepared; recognized: RecognizedChunk[] } {
  const chunks = given.map(({ side = null, startMs, endMs }, chunk) => {
    return { chunk, side, startMs, endMs, speech: [{ startMs, endMs }], audio: null };
  });
  const durationMs = Math.max(...chunks.map(({ endMs }) => endMs));
  const recognized = given.map(({ pieces = [] }, index): RecognizedChunk => {
    const { chunk = 0, side = null, startMs = 0, endMs = 0 } = chunks[index] ?? {};
    const span = { chunk, side, startMs, endMs, speech: [], audio: null };
    const counts = { recognizedKey: '', rejectedAnswers: 0, loops: 0, givenTwice: 0 };
    return { ...span, ...counts, recognized: { pieces, gaps: [], sources: [] } };
  });
  return {
    prepared: { recordings: [{ side: null, durationMs, declaredMs: null }], chunks },
    recognized,
  };
}

const cuts = [0, 2, 4, 6].map((at) => ({
  startMs: Math.max(0, at * minute - 6_000),
  endMs: Math.min((at + 2) * minute + 6_000, 8 * minute),
}));

const single = planMeeting({
  seed: 12,
  minutes: 8,
  speakers: 3,
  overlaps: 0.3,
  through: [{ atMs: 4 * minute, lengthMs: 40_000 }],
});
const dual = planMeeting({ seed: 13, minutes: 8, speakers: 4, sides: [0, 0, 1, 1], overlaps: 0.3 });

const meetings: [string, KnownMeeting, GivenChunk[]][] = [
  ['of one recording', single, cuts.map((span, chunk) => recognizeChunk(single, span, chunk))],
  [
    'of two recordings',
    dual,
    cuts.flatMap((span, chunk) => [0, 1].map((side) => recognizeChunk(dual, span, chunk, side))),
  ],
];

describe.each(meetings)('the beginning %s', (_, meeting, given) => {
  const { prepared, recognized } = preparedFrom(given);
  const shown = given.map((_chunk, index) =>
    showSoFar(prepared, recognized.slice(0, index + 1), known),
  );

  it('has everything that was said up to the time it names, and nothing behind', () => {
    for (const { segments, speakers, coveredMs } of shown) {
      const said = meeting.utterances.filter(({ endMs }) => endMs <= coveredMs);
      const gaps = [{ startMs: coveredMs, endMs: Infinity }];
      expect(judge(meeting, segments, speakers, { gaps })).toMatchObject({
        lost: 0,
        doubled: 0,
        invented: 0,
        mixedKeys: [],
      });
      expect(Math.max(0, ...segments.map(({ endMs }) => endMs))).toBeLessThanOrEqual(coveredMs);
      const words = segments.flatMap((segment) => segment.words).length;
      expect(words).toBeGreaterThanOrEqual(said.flatMap((one) => one.words).length);
    }
  });

  it('only grows, never past the first chunk that is missing, and is whole in the end', () => {
    const times = shown.map(({ coveredMs }) => coveredMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const [index, coveredMs] of times.entries()) {
      const next = prepared.chunks[index + 1];
      expect(coveredMs).toBeLessThanOrEqual(next?.startMs ?? 8 * minute);
    }
    expect(times.at(-1)).toBe(8 * minute);
  });

  it('names those who spoke in it, and them alone', () => {
    for (const { segments, speakers } of shown) {
      expect(speakers.map(({ key }) => key).sort()).toEqual(
        [...new Set(segments.map(({ speakerKey }) => speakerKey))].sort(),
      );
    }
  });
});

it('what is shown of two recordings is nothing until both have begun', () => {
  const [, , given] = meetings[1] ?? [];
  const { prepared, recognized } = preparedFrom(given ?? []);
  const first = showSoFar(prepared, recognized.slice(0, 1), known);
  expect(first).toEqual({ segments: [], speakers: [], coveredMs: 0 });
});
