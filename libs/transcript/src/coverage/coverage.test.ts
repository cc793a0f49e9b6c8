import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SpeakerVoice } from '../assemble.ts';
import { coverageOf, type Covered, type CoveredChunk } from './coverage.ts';
import { coverageSchema, type GapReason } from './coverage.schema.ts';
import type { Span } from '../place.ts';

function chunk(startMs: number, endMs: number, more: Partial<CoveredChunk> = {}): CoveredChunk {
  const span = { startMs, endMs };
  const whole = { ...span, side: null, speech: [span], pieces: [span], gaps: [] };
  return { ...whole, rejectedAnswers: 0, loops: 0, givenTwice: 0, ...more };
}

function cover(chunks: CoveredChunk[], more: Partial<Covered> = {}) {
  return coverageOf({
    recordings: [{ side: null, durationMs: 100_000, declaredMs: null }],
    chunks,
    seams: 0,
    voices: [],
    hasWords: true,
    ...more,
  });
}

const voice = (
  speakerKey: string,
  chunk: number,
  matchedBy: SpeakerVoice['matchedBy'],
): SpeakerVoice => {
  return { speakerKey, side: null, chunk, label: 'a', matchedBy, agreedWords: 0, heard: null };
};

const missing = (startMs: number, endMs: number, reason: GapReason = 'no_words') => {
  return { startMs, endMs, reason };
};

describe('coverage', () => {
  it('counts a stretch that two chunks share once', () => {
    const { coverage, needsReview } = cover([chunk(0, 60_000), chunk(48_000, 100_000)]);
    expect(coverage).toMatchObject({ speech_ms: 100_000, transcribed_ms: 100_000, share: 1 });
    expect([coverage.gaps, needsReview]).toEqual([[], false]);
  });

  it('of a gap is what no other chunk has', () => {
    const early = chunk(0, 60_000, {
      pieces: [{ startMs: 0, endMs: 40_000 }],
      gaps: [missing(40_000, 60_000, 'repetition_loop')],
    });
    const { coverage, needsReview } = cover([early, chunk(48_000, 100_000)]);
    expect(coverage.gaps).toEqual([
      { side: null, start_ms: 40_000, end_ms: 48_000, reason: 'repetition_loop' },
    ]);
    expect(coverage).toMatchObject({ transcribed_ms: 92_000, share: 0.92 });
    expect(needsReview).toBe(true);
  });

  it('believes a gap inside of a piece as well as one beside it', () => {
    const halves = chunk(0, 100_000, {
      pieces: [{ startMs: 0, endMs: 56_000 }],
      gaps: [missing(10_000, 11_000), missing(56_000, 100_000, 'wrong_times')],
    });
    expect(cover([halves]).coverage.gaps).toEqual([
      { side: null, start_ms: 10_000, end_ms: 11_000, reason: 'no_words' },
      { side: null, start_ms: 56_000, end_ms: 100_000, reason: 'wrong_times' },
    ]);
  });

  it('misses nothing in silence', () => {
    const speech = [{ startMs: 0, endMs: 10_000 }];
    const quiet = chunk(0, 100_000, { speech, pieces: [], gaps: [missing(5_000, 90_000)] });
    expect(cover([quiet]).coverage).toMatchObject({
      speech_ms: 10_000,
      transcribed_ms: 0,
      gaps: [
        // What nobody accounts for is no less missing.
        { start_ms: 0, end_ms: 5_000, reason: 'no_words' },
        { start_ms: 5_000, end_ms: 10_000 },
      ],
    });
  });

  it('has both recordings of a dual one in it', () => {
    const { coverage } = cover([
      chunk(0, 100_000, { side: 0 }),
      chunk(0, 50_000, { side: 1, pieces: [], gaps: [missing(0, 50_000, 'stopped_early')] }),
    ]);
    expect(coverage).toMatchObject({ speech_ms: 150_000, transcribed_ms: 100_000, share: 0.6666 });
    expect(coverage.gaps).toEqual([
      { side: 1, start_ms: 0, end_ms: 50_000, reason: 'stopped_early' },
    ]);
  });

  it('says what a file declares and does not hold', () => {
    const recordings = [{ side: null, durationMs: 100_000, declaredMs: 130_000 }];
    const { coverage, needsReview } = cover([chunk(0, 100_000)], { recordings });
    expect(coverage).toMatchObject({
      share: 1,
      gaps: [{ side: null, start_ms: 100_000, end_ms: 130_000, reason: 'missing_from_file' }],
    });
    expect(needsReview).toBe(true);
  });

  it('counts what had to be mended', () => {
    const { coverage } = cover(
      [
        chunk(0, 50_000, { rejectedAnswers: 3, loops: 2, givenTwice: 4 }),
        chunk(40_000, 100_000, { rejectedAnswers: 1 }),
        chunk(90_000, 100_000),
      ],
      {
        seams: 2,
        voices: [
          voice('S1', 0, null),
          voice('S2', 0, null),
          { ...voice('S1', 1, 'overlap'), agreedWords: 7 },
          { ...voice('S1', 2, 'line_up'), heard: { among: [0], clips: 2 } },
        ],
      },
    );
    expect(coverage).toMatchObject({
      chunks: 3,
      chunks_retried: 2,
      loops_removed: 2,
      turns_given_twice: 4,
      seams_repaired: 2,
      speakers_matched: 1,
      speakers: [
        {
          ...{ speaker: 'S1', pieces: 3, matched_by: ['line_up', 'overlap'] },
          ...{ agreed_words: 7, clips: 2 },
        },
        { speaker: 'S2', pieces: 1, matched_by: [], agreed_words: 0, clips: 0 },
      ],
    });
  });

  it.each([
    ['97 % is covered', 97_000, true, false],
    ['a little less is', 96_990, true, true],
    ['there is sound and not one word', 100_000, false, true],
  ])('needs review as it should when %s', (_, endMs, hasWords, expected) => {
    const pieces = [{ startMs: 0, endMs }];
    expect(cover([chunk(0, 100_000, { pieces })], { hasWords }).needsReview).toBe(expected);
  });

  it('of a recording without a sound is whole', () => {
    const silent = chunk(0, 1_000, { speech: [], pieces: [] });
    const recordings = [{ side: null, durationMs: 1_000, declaredMs: null }];
    const { coverage, needsReview } = cover([silent], { recordings, hasWords: false });
    expect(coverage).toMatchObject({ speech_ms: 0, transcribed_ms: 0, share: 1, gaps: [] });
    expect(needsReview).toBe(false);
  });

  it.each([
    [15_000, false],
    [15_001, true],
  ])('of a recording of %i ms in which nobody speaks: needs review: %s', (durationMs, expected) => {
    const silent = chunk(0, durationMs, { speech: [], pieces: [] });
    const noSpeech = [{ startMs: 1_000, endMs: durationMs }];
    const recordings = [{ side: null, durationMs, declaredMs: null, noSpeech }];
    const { coverage, needsReview } = cover([silent], { recordings, hasWords: false });
    expect(needsReview).toBe(expected);
    expect(coverage).toMatchObject({
      gaps: [],
      no_speech: [{ side: null, start_ms: 1_000, end_ms: durationMs }],
    });
  });

  it('names a track that does not decode, and needs review', () => {
    const tracks = [
      { codec: 'aac', channels: 2, decoded: true },
      { codec: 'none', channels: 1, decoded: false },
    ];
    const files = [{ container: 'mov', tracks }];
    const { coverage, needsReview } = cover([chunk(0, 1_000)], { files });
    expect(needsReview).toBe(true);
    expect(coverage.files?.[0]?.tracks.map(({ heard }) => heard)).toEqual([true, false]);
  });
});

const spans = fc
  .tuple(fc.nat(100), fc.nat(40))
  .map(([startMs, ms]): Span => ({ startMs, endMs: startMs + ms }));
const gaps = spans.map((span) => ({ ...span, reason: 'no_words' as const }));
const chunks = fc.array(
  fc
    .record({
      span: spans,
      side: fc.constantFrom(0, 1),
      speech: fc.array(spans, { maxLength: 5 }),
      pieces: fc.array(spans, { maxLength: 4 }),
      gaps: fc.array(gaps, { maxLength: 4 }),
    })
    .map(({ span, ...rest }): CoveredChunk => ({
      ...{ ...span, ...rest },
      ...{ rejectedAnswers: 0, loops: 0, givenTwice: 0 },
    })),
  { maxLength: 6 },
);

const isIn = (list: readonly Span[], ms: number) =>
  list.some(({ startMs, endMs }) => startMs <= ms && ms < endMs);

describe('the coverage of any recognition', () => {
  it('has every ms of speech either transcribed or in one gap, and every gap in speech', () => {
    fc.assert(
      fc.property(chunks, (recognized) => {
        const { coverage } = cover(recognized);
        let speechMs = 0;
        for (const side of [0, 1]) {
          const own = recognized.filter((one) => one.side === side);
          const ownGaps = coverage.gaps
            .filter((gap) => gap.side === side)
            .map((gap) => ({ startMs: gap.start_ms, endMs: gap.end_ms }));
          for (let ms = 0; ms < 140; ms += 1) {
            const isSpeech = own.some((one) => isIn([one], ms) && isIn(one.speech, ms));
            const inGaps = ownGaps.filter((gap) => isIn([gap], ms)).length;
            expect(inGaps).toBeLessThanOrEqual(isSpeech ? 1 : 0);
            if (isSpeech) speechMs += 1;
            const isMissing = isSpeech && !own.some((one) => isIn(one.pieces, ms));
            expect(inGaps).toBeGreaterThanOrEqual(isMissing ? 1 : 0);
          }
        }
        const gapMs = coverage.gaps.reduce((sum, gap) => sum + gap.end_ms - gap.start_ms, 0);
        expect(coverage.speech_ms).toBe(speechMs);
        expect(coverage.transcribed_ms).toBe(speechMs - gapMs);
        expect(coverage.share === 1).toBe(gapMs === 0);
        expect(coverageSchema.parse(coverage)).toEqual(coverage);
      }),
    );
  });

  it('is whole where everything was answered', () => {
    fc.assert(
      fc.property(chunks, (recognized) => {
        const answered = recognized.map((one) => ({ ...one, pieces: [one], gaps: [] }));
        expect(cover(answered).coverage).toMatchObject({ share: 1, gaps: [] });
      }),
    );
  });

  it('is the same in whatever order the chunks come', () => {
    fc.assert(
      fc.property(chunks, (recognized) => {
        expect(cover(recognized.toReversed()).coverage).toMatchObject({
          transcribed_ms: cover(recognized).coverage.transcribed_ms,
        });
      }),
    );
  });
});
