import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lengthOf } from '../coverage/spans.ts';
import type { Span } from '../place.ts';
import type { Utterance, Word } from '../types.ts';
import { createSentAudio } from './sent-audio.ts';

const turn = (words: [string, number, number][]): Utterance => ({
  speaker: 'a',
  text: words.map(([text]) => text).join(' '),
  startMs: words[0]?.[1] ?? 0,
  endMs: words.at(-1)?.[2] ?? 0,
  words: words.map(([text, startMs, endMs]) => ({ text, startMs, endMs })),
});

const timesOf = ({ words }: Utterance) => words.map(({ startMs, endMs }) => [startMs, endMs]);

describe('where two stretches were sent one behind the other', () => {
  const sent = createSentAudio([
    { startMs: 10_000, endMs: 12_000 },
    { startMs: 20_000, endMs: 25_000 },
  ]);
  const timed = (startMs: number, endMs: number) =>
    sent.place([turn([['word', startMs, endMs]])]).flatMap(timesOf);

  it.each([
    ['a word of the first is where it was said', 500, 900, [10_500, 10_900]],
    ['a word of the second is where it was said', 2_500, 2_900, [20_500, 20_900]],
    ['an end at the joint belongs to the first', 1_700, 2_000, [11_700, 12_000]],
    ['a start at the joint belongs to the second', 2_000, 2_300, [20_000, 20_300]],
    ['a word across the joint lies where more of it does', 1_900, 2_300, [20_000, 20_300]],
    [
      'a word across the joint lies in the first when no less of it does',
      1_800,
      2_200,
      [11_800, 12_000],
    ],
    ['times are rounded', 500.4, 900.6, [10_500, 10_901]],
    ['what ends behind the audio ends with it', 6_800, 7_050, [24_800, 25_000]],
  ])('times are put back on the recording: %s', (_, startMs, endMs, expected) => {
    expect(timed(startMs, endMs)).toEqual([expected]);
  });

  it('a turn spans the pause that was not sent', () => {
    const [placed] = sent.place([
      turn([
        ['well', 1_500, 1_900],
        ['then', 2_100, 2_400],
      ]),
    ]);
    expect(placed).toMatchObject({ startMs: 11_500, endMs: 20_400 });
    const untimed = turn([['well then', 1_500, 2_400]]);
    expect(sent.place([{ ...untimed, words: [] }])).toMatchObject([
      { startMs: 11_500, endMs: 20_400 },
    ]);
  });

  it('a gap is in the stretches, not between them', () => {
    expect(sent.onRecording({ startMs: 1_000, endMs: 3_000 })).toEqual([
      { startMs: 11_000, endMs: 12_000 },
      { startMs: 20_000, endMs: 21_000 },
    ]);
  });

  it('what was not sent is at the joint', () => {
    expect([9_000, 15_000, 30_000].map((ms) => sent.toSent(ms))).toEqual([0, 2_000, 7_000]);
  });
});

/** Stretches in order with real pauses between them. */
const stretches = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 40_000 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pairs) => {
    let clock = 0;
    return pairs.map(([pause, length]): Span => {
      const startMs = clock + pause;
      clock = startMs + length;
      return { startMs, endMs: clock };
    });
  });

const inStretch = (speech: Span[], { startMs, endMs }: Span) =>
  speech.some((one) => one.startMs <= startMs && endMs <= one.endMs);

describe('whatever is sent', () => {
  it('there and back again is the same moment', () => {
    fc.assert(
      fc.property(stretches, fc.nat(), (speech, at) => {
        const sent = createSentAudio(speech);
        const span = { startMs: at % sent.durationMs, endMs: (at % sent.durationMs) + 1 };
        const [on] = sent.onRecording(span);
        expect(sent.toSent(on?.startMs ?? -1)).toBe(span.startMs);
        expect(sent.toSent(on?.endMs ?? -1)).toBe(span.endMs);
      }),
    );
  });

  it('a span keeps its length, in stretches that were sent', () => {
    fc.assert(
      fc.property(stretches, fc.nat(), fc.nat(), (speech, from, length) => {
        const sent = createSentAudio(speech);
        const startMs = from % sent.durationMs;
        const endMs = startMs + 1 + (length % (sent.durationMs - startMs));
        const on = sent.onRecording({ startMs, endMs });
        expect(lengthOf(on)).toBe(endMs - startMs);
        expect(on.every((one) => inStretch(speech, one))).toBe(true);
      }),
    );
  });

  it('words stay in order, each within one stretch, in whole milliseconds', () => {
    const timings = fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 3_000, noNaN: true }),
        fc.double({ min: 0, max: 3_000, noNaN: true }),
      ),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(stretches, timings, (speech, timing) => {
        const sent = createSentAudio(speech);
        let startMs = 0;
        const words = timing.map(([step, length]): Word => {
          startMs += step;
          return { text: 'w', startMs, endMs: startMs + length };
        });
        const endMs = Math.max(...words.map((word) => word.endMs));
        const [placed] = sent.place([{ speaker: 'a', text: 'w', startMs: 0, endMs, words }]);
        expect(placed?.words).toHaveLength(words.length);
        placed?.words.forEach((word, index) => {
          expect(Number.isInteger(word.startMs) && Number.isInteger(word.endMs)).toBe(true);
          expect(inStretch(speech, word)).toBe(true);
          expect(word.startMs).toBeGreaterThanOrEqual(placed.words[index - 1]?.startMs ?? 0);
          expect(word.endMs).toBeLessThanOrEqual(placed.endMs);
        });
      }),
    );
  });
});
