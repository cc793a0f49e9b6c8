import { describe, expect, it } from '@jest/globals';
import { said, saidFor } from '../../test/said.ts';
import type { Utterance } from '../types.ts';
import { checkRecognition, type CheckedRecognition } from './check-recognition.ts';

function expectFault(checked: CheckedRecognition, reason: string, detail: RegExp): void {
  expect(checked).toEqual({
    utterances: [],
    fault: { reason, detail: expect.stringMatching(detail) },
    holes: [],
  });
}

const minute60 = { durationMs: 60_000, silences: [] };

describe('a clock that is another than that of the audio', () => {
  /** Two words a second for ten minutes, in turns of five seconds. */
  const minutes = 10;
  const turns = Array.from({ length: minutes * 12 }, (_, index) => saidFor(5, index * 5_000));
  const audio = { durationMs: minutes * 60_000, silences: [] };
  /** "1.02" where 1:02 is meant. */
  const misread = (ms: number) => Math.floor(ms / 60_000) * 1_000 + (ms % 60_000) / 100;
  const retimed = (timed: boolean) =>
    turns.map(({ words, ...turn }) => ({
      ...turn,
      ...{ startMs: misread(turn.startMs), endMs: misread(turn.endMs) },
      words: timed
        ? words.map(({ text, startMs, endMs }) => {
            return { text, startMs: misread(startMs), endMs: misread(endMs) };
          })
        : [],
    }));

  it.each([true, false])('has wrong times, whether its words have times or not: %s', (timed) => {
    expect(checkRecognition(turns, audio)).toMatchObject({ fault: null, holes: [] });
    expectFault(
      checkRecognition(retimed(timed), audio),
      'wrong_times',
      /none in 98 % of the sound/,
    );
  });

  it('presses the times of short audio together: its words lie in silence, and its end has none', () => {
    // Four seconds of words, one and a half of silence, and so on.
    const starts = Array.from({ length: 10 }, (_, index) => index * 5_500);
    const short = {
      durationMs: 55_000,
      silences: starts.map((ms) => ({ startMs: ms + 4_000, endMs: ms + 5_500 })),
    };
    const said4 = starts.map((ms) => saidFor(4, ms));
    const pressed = said4.map(({ words, ...turn }) => {
      const press = <T extends { startMs: number; endMs: number }>(one: T): T => {
        return { ...one, startMs: one.startMs * 0.8, endMs: one.endMs * 0.8 };
      };
      return { ...press(turn), words: words.map(press) };
    });
    expect(checkRecognition(said4, short)).toMatchObject({ fault: null, holes: [] });
    expectFault(checkRecognition(pressed, short), 'wrong_times', /as if by chance/);
    // True words of which the end is missing, or that are a little late, are no such clock.
    for (const late of [0, 200]) {
      const shift = (one: Utterance): Utterance => {
        const words = one.words.map((word) => {
          return { ...word, startMs: word.startMs + late, endMs: word.endMs + late };
        });
        return { ...one, startMs: one.startMs + late, endMs: one.endMs + late, words };
      };
      const { fault, holes } = checkRecognition(said4.slice(0, 7).map(shift), short);
      expect(fault).toBeNull();
      expect(holes).toHaveLength(1);
    }
  });

  it('is found by the words of all turns in a window, where no turn by itself is too fast', () => {
    const talking = Array.from({ length: 12 }, (_, index) => {
      return { ...said('one two three four five', 10_000 + index * 50, `spk_${index}`), words: [] };
    });
    const others = [saidFor(10), saidFor(45, 14_000)];
    expectFault(
      checkRecognition([...others, ...talking], minute60),
      'too_many_words',
      /words in 3 s/,
    );
    expect(checkRecognition([...others, ...talking.slice(0, 4)], minute60).fault).toBeNull();
  });
});
