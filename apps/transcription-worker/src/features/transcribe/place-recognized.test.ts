import { expect, it } from '@jest/globals';
import type { Span } from '@memo/audio';
import type { Utterance } from '@memo/transcript';
import type { RecognizedSpan } from './retry-in-halves.ts';
import { placeRecognized } from './place-recognized.ts';

/** Two stretches of a minute each, with silence before, between and behind them. */
const chunk = {
  startMs: 100_000,
  endMs: 400_000,
  speech: [
    { startMs: 110_000, endMs: 170_000 },
    { startMs: 300_000, endMs: 360_000 },
  ],
};

/** A word of 0.4 s every second. */
function wordsIn({ startMs, endMs }: Span): Utterance {
  const count = Math.floor((endMs - startMs) / 1_000);
  const words = Array.from({ length: count }, (_, index) => {
    const from = startMs + index * 1_000;
    return { text: `w${from}`, startMs: from, endMs: from + 400 };
  });
  const text = words.map((word) => word.text).join(' ');
  return { speaker: 'a', text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}

const recognized = (span: Span, holes: Span[] = []): RecognizedSpan => {
  return { span, utterances: [wordsIn(span)], holes, missing: null };
};
const unrecognized = (span: Span): RecognizedSpan => {
  return { span, utterances: [], holes: [], missing: 'wrong_times' };
};

it('a chunk recognized whole is one piece, as long as the chunk, with its words where they were said', () => {
  const { pieces, gaps } = placeRecognized(chunk, [recognized({ startMs: 0, endMs: 120_000 })]);
  expect(pieces).toMatchObject([{ startMs: 100_000, endMs: 400_000 }]);
  const [words = []] = pieces.flatMap(({ utterances }) => utterances.map((one) => one.words));
  expect(words[0]).toMatchObject({ startMs: 10_000, endMs: 10_400 });
  expect(words[60]).toMatchObject({ text: 'w60000', startMs: 200_000, endMs: 200_400 });
  expect(gaps).toEqual([]);
});

it('halves overlap on the recording as they do in what was sent', () => {
  const { pieces, gaps } = placeRecognized(chunk, [
    recognized({ startMs: 0, endMs: 66_000 }),
    recognized({ startMs: 54_000, endMs: 120_000 }),
  ]);
  expect(pieces).toMatchObject([
    { startMs: 100_000, endMs: 306_000 },
    { startMs: 164_000, endMs: 400_000 },
  ]);
  expect(pieces[1]?.utterances[0]?.words[0]).toMatchObject({ text: 'w54000', startMs: 0 });
  expect(gaps).toEqual([]);
});

it('a hole is a gap in each stretch of speech it touches, and never in the silence between', () => {
  const { gaps } = placeRecognized(chunk, [
    recognized({ startMs: 0, endMs: 120_000 }, [{ startMs: 50_000, endMs: 70_000 }]),
  ]);
  expect(gaps).toEqual([
    { startMs: 160_000, endMs: 170_000, reason: 'no_words' },
    { startMs: 300_000, endMs: 310_000, reason: 'no_words' },
  ]);
});

it('a chunk that was not recognized is a gap over its speech, and no piece', () => {
  expect(placeRecognized(chunk, [unrecognized({ startMs: 0, endMs: 120_000 })])).toEqual({
    pieces: [],
    gaps: [
      { startMs: 110_000, endMs: 170_000, reason: 'wrong_times' },
      { startMs: 300_000, endMs: 360_000, reason: 'wrong_times' },
    ],
  });
});

it('beside a half that was not recognized, the other ends a second early: its last word may be cut', () => {
  const { pieces, gaps } = placeRecognized(chunk, [
    recognized({ startMs: 0, endMs: 66_200 }),
    unrecognized({ startMs: 54_200, endMs: 120_000 }),
  ]);
  expect(pieces).toMatchObject([{ startMs: 100_000, endMs: 305_200 }]);
  expect(pieces[0]?.utterances[0]?.words.at(-1)).toMatchObject({ text: 'w64000' });
  expect(gaps).toEqual([{ startMs: 305_200, endMs: 360_000, reason: 'wrong_times' }]);
});

it('beside a half that was not recognized, the other keeps its text where words have no times', () => {
  const half = { startMs: 0, endMs: 66_200 };
  const text = 'Well, yes. '.repeat(60).trim();
  const said = { speaker: 'a', text, ...half, words: [] };
  const { pieces } = placeRecognized(chunk, [
    { span: half, utterances: [said], holes: [], missing: null },
    unrecognized({ startMs: 54_200, endMs: 120_000 }),
  ]);
  const left = pieces[0]?.utterances[0]?.text ?? '';
  expect(text.startsWith(left)).toBe(true);
  expect(left.length).toBeGreaterThan(0.95 * text.length);
});

it('a hole of one half that was recognized in the other is no gap', () => {
  const { gaps } = placeRecognized(chunk, [
    recognized({ startMs: 0, endMs: 66_000 }, [{ startMs: 40_000, endMs: 66_000 }]),
    recognized({ startMs: 54_000, endMs: 120_000 }),
  ]);
  expect(gaps).toEqual([{ startMs: 150_000, endMs: 164_000, reason: 'no_words' }]);
});

it('two parts that were not recognized are one gap after the other', () => {
  const { gaps } = placeRecognized(chunk, [
    unrecognized({ startMs: 0, endMs: 36_000 }),
    unrecognized({ startMs: 24_000, endMs: 60_000 }),
    recognized({ startMs: 48_000, endMs: 120_000 }),
  ]);
  expect(gaps).toEqual([
    { startMs: 110_000, endMs: 146_000, reason: 'wrong_times' },
    { startMs: 146_000, endMs: 159_000, reason: 'wrong_times' },
  ]);
});
