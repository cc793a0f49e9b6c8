import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDice } from '../../test/dice.ts';
import { trueMeeting } from '../../test/true-meeting.ts';
import { subtract, unite } from '../coverage/spans.ts';
import type { Span } from '../place.ts';
import type { Utterance, Word } from '../types.ts';
import { checkRecognition } from './check-recognition.ts';

/** Shorter pauses are not looked for. */
const shortestSilenceMs = 400;

interface Recognized {
  durationMs: number;
  silences: Span[];
  utterances: Utterance[];
}

/** Any meeting as a recognizer tells it that is off by up to `jitterMs`. */
function recognize(seed: number, speakers: number, jitterMs: number): Recognized {
  const durationMs = 180_000;
  const dice = createDice(seed);
  const plan = { speakers, durationMs, uniqueWords: true, tables: [] };
  const { utterances } = trueMeeting(dice, plan);
  const sound = unite(utterances.flatMap(({ words }) => words));
  const pauses = subtract([{ startMs: 0, endMs: durationMs }], sound);
  const clock = (ms: number) =>
    Math.min(durationMs, Math.max(0, Math.round(ms + dice.between(-jitterMs, jitterMs))));
  return {
    durationMs,
    silences: pauses.filter(({ startMs, endMs }) => endMs - startMs >= shortestSilenceMs),
    utterances: dice.shuffled(
      utterances.map(({ speaker, words }): Utterance => {
        let earliest = 0;
        const recognized = words.map((word): Word => {
          const startMs = (earliest = Math.max(earliest, clock(word.startMs)));
          return { text: word.text, startMs, endMs: Math.max(startMs, clock(word.endMs)) };
        });
        return {
          speaker: `spk_${speaker}`,
          text: recognized.map(({ text }) => text).join(' '),
          startMs: recognized[0]?.startMs ?? 0,
          endMs: Math.max(...recognized.map(({ endMs }) => endMs)),
          words: recognized,
        };
      }),
    ),
  };
}

const meetings = fc
  .tuple(fc.integer(), fc.integer({ min: 1, max: 6 }), fc.constantFrom(0, 50, 150))
  .map((given) => recognize(...given));

const turn = fc
  .record({
    startMs: fc.integer({ min: -500, max: 30_000 }),
    timing: fc.array(
      fc.tuple(fc.integer({ min: -20, max: 900 }), fc.integer({ min: -5, max: 500 })),
      {
        maxLength: 20,
      },
    ),
    timed: fc.boolean(),
  })
  .map(({ startMs, timing, timed }): Utterance => {
    let clock = startMs;
    const words = timing.map(([pause, length], index): Word => {
      const from = clock + pause;
      clock = from + length;
      return { text: `w${index}`, startMs: from, endMs: clock };
    });
    const text = words.map((word) => word.text).join(' ');
    return { speaker: 'a', text, startMs, endMs: clock, words: timed ? words : [] };
  });

describe('a recognition', () => {
  it('that tells the truth is never refused, whatever the meeting, and loses no word', () => {
    fc.assert(
      fc.property(meetings, ({ utterances, ...audio }) => {
        const checked = checkRecognition(utterances, audio);
        expect(checked).toMatchObject({ fault: null, holes: [] });
        expect(checked.utterances).toHaveLength(utterances.length);
        expect(new Set(checked.utterances)).toEqual(new Set(utterances));
      }),
      { numRuns: 100 },
    );
  });

  it('is in order and inside the audio, and its holes too, whatever was answered', () => {
    const pauses = fc
      .array(fc.tuple(fc.nat(29_000), fc.integer({ min: 400, max: 5_000 })), { maxLength: 8 })
      .map((spans) => unite(spans.map(([startMs, ms]) => ({ startMs, endMs: startMs + ms }))))
      .map((spans) => spans.filter(({ endMs }) => endMs <= 30_000));
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), pauses, (turns, silences) => {
        const durationMs = 30_000;
        const { utterances, holes } = checkRecognition(turns, { durationMs, silences });
        const isInside = ({ startMs, endMs }: Span) =>
          startMs >= 0 && endMs >= startMs && endMs <= durationMs;
        const isOrdered = (spans: Span[]) =>
          spans.every(({ startMs }, index) => startMs >= (spans[index - 1]?.startMs ?? 0));
        const lists = [utterances, holes, ...utterances.map(({ words }) => words)];
        for (const spans of lists) {
          expect(spans.every(isInside)).toBe(true);
          expect(isOrdered(spans)).toBe(true);
        }
        for (const { words, ...span } of utterances) {
          expect(
            words.every(({ startMs, endMs }) => startMs >= span.startMs && endMs <= span.endMs),
          ).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
