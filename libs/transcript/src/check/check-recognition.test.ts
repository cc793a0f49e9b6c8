import { describe, expect, it } from '@jest/globals';
import { said, saidFor } from '../../test/said.ts';
import type { Utterance } from '../types.ts';
import { checkRecognition, type CheckedRecognition } from './check-recognition.ts';

const minute = { durationMs: 60_000, silences: [{ startMs: 12_000, endMs: 60_000 }] };

function expectFault(checked: CheckedRecognition, reason: string, detail: RegExp): void {
  expect(checked).toEqual({
    utterances: [],
    fault: { reason, detail: expect.stringMatching(detail) },
    holes: [],
  });
}

const textOf = ({ utterances }: CheckedRecognition): string =>
  utterances.map(({ text }) => text).join(' ');

describe('words and times', () => {
  it('are put in order of start', () => {
    const turns = [said('and good morning', 4_000, 'b'), said('good morning', 0, 'a')];
    const { utterances, fault } = checkRecognition(turns, minute);
    expect(utterances.map(({ speaker }) => speaker)).toEqual(['a', 'b']);
    expect(fault).toBeNull();
  });

  it('that overshoot the audio by a rounding are clamped to it', () => {
    const turns = [saidFor(59), said('the end', 59_000, 'b')];
    const { utterances } = checkRecognition(turns, { durationMs: 59_700, silences: [] });
    expect(utterances.at(-1)).toMatchObject({ startMs: 59_000, endMs: 59_700 });
    expect(utterances.at(-1)?.words.at(-1)).toEqual({
      text: 'end',
      startMs: 59_500,
      endMs: 59_700,
    });
  });

  it('that drift beyond the audio are refused, and it is said where', () => {
    const turns = [said('hello'), said('goodbye', 783_000)];
    const checked = checkRecognition(turns, { durationMs: 628_000, silences: [] });
    expectFault(checked, 'wrong_times', /13:03.*10:28/);
  });

  it('that run backwards are refused', () => {
    const turn = said('one two three');
    const backwards = { ...turn, words: turn.words.toReversed() };
    expectFault(checkRecognition([backwards], minute), 'wrong_times', /backwards/);
  });

  it.each([
    ['a word that ends before it starts', 300, 200],
    ['a word before the audio begins', -5, 200],
    ['a time that is no number', Number.NaN, 200],
  ])('with %s are refused', (_, startMs, endMs) => {
    const upended = { ...said('one'), words: [{ text: 'one', startMs, endMs }] };
    expectFault(checkRecognition([upended], minute), 'wrong_times', /backwards/);
  });
});

describe('the same words over and over', () => {
  it.each([
    ['a word', 'no '],
    ['a phrase', 'thank you for watching '],
  ])('are a loop where %s comes eight times in a row, and none at seven times', (_what, phrase) => {
    const times = (count: number) =>
      checkRecognition([said(`well then ${phrase.repeat(count)}that is all`)], {
        durationMs: 20_000,
        silences: [],
      });
    expectFault(times(8), 'repetition_loop', /over and over/);
    expect(times(7).fault).toBeNull();
  });

  it.each([
    ['Chinese', '谢谢观看'],
    ['Japanese', 'ありがとう'],
    ['Thai', 'ขอบคุณ'],
  ])('are found in %s, which writes no spaces', (_, phrase) => {
    const times = (count: number) => {
      const turn = { ...said('x'), text: `好${phrase.repeat(count)}`, words: [], endMs: 20_000 };
      return checkRecognition([turn], { durationMs: 20_000, silences: [] });
    };
    expectFault(times(8), 'repetition_loop', /over and over/);
    expect(times(7).fault).toBeNull();
  });

  it('are none when somebody laughs', () => {
    const laugh = { ...said('x'), text: '哈'.repeat(12), words: [], endMs: 3_000 };
    expect(checkRecognition([laugh], minute).fault).toBeNull();
  });

  it.each(['ha', 'hey', 'thankyou'])('are found where no space is between them: %s', (phrase) => {
    const durationMs = 1_200_000;
    const run = (length: number) => {
      const text = phrase.repeat(length).slice(0, length);
      const turn = { ...said('x'), text, words: [], endMs: durationMs };
      return checkRecognition([turn], { durationMs, silences: [] });
    };
    expectFault(run(60_000), 'repetition_loop', /over and over/);
    expect(run(400).fault).toBeNull();
  });

  it('are found over many turns', () => {
    const turns = Array.from({ length: 8 }, (_, index) => [
      said('see you.', index * 4_000, 'a'),
      said('See you!', index * 4_000 + 2_000, 'b'),
    ]).flat();
    const audio = { durationMs: 60_000, silences: [] };
    expectFault(checkRecognition(turns, audio), 'repetition_loop', /over and over/);
  });

  it('are none where everyone in a roll call answers the same', () => {
    const turns = Array.from({ length: 8 }, (_, index) =>
      said('here', index * 1_000, `spk_${index}`),
    );
    expect(checkRecognition(turns, minute).utterances).toHaveLength(8);
  });
});

describe('more words than anyone can say', () => {
  const text = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');

  it('are refused, and fast speech is taken', () => {
    const in4s = { ...said(text), words: [], endMs: 4_000 };
    const in5s = { ...in4s, endMs: 5_000 };
    expectFault(checkRecognition([in4s], minute), 'too_many_words', /40 words in 4 s/);
    expect(checkRecognition([in5s], minute).utterances).toEqual([in5s]);
  });

  it('are counted in pairs of characters where no space tells them apart', () => {
    const timed = (count: number) => {
      const words = Array.from({ length: count }, (_, index) => ({
        text: String.fromCodePoint(0x4e00 + index),
        startMs: (index * 4_000) / count,
        endMs: ((index + 1) * 4_000) / count,
      }));
      const run = words.map(({ text: one }) => one).join('');
      return { ...said('x'), text: run, words, endMs: 4_000 };
    };
    expect(checkRecognition([timed(40)], minute).fault).toBeNull();
    expectFault(checkRecognition([timed(72)], minute), 'too_many_words', /36 words in 4 s/);
    const untimed = { ...timed(72), words: [] };
    expectFault(checkRecognition([untimed], minute), 'too_many_words', /36 words in 4 s/);
  });

  it('are counted by letters where a word is longer than words are', () => {
    const run = (length: number) => {
      const letters = Array.from({ length }, (_, at) =>
        String.fromCodePoint(97 + ((at * at) % 23)),
      );
      return { ...said('x'), text: letters.join(''), words: [], endMs: 9_000 };
    };
    const sound = { durationMs: 9_000, silences: [] };
    expectFault(checkRecognition([run(60_000)], sound), 'too_many_words', /7500 words in 9 s/);
    expectFault(checkRecognition([run(10_000_000)], sound), 'too_many_words', /words in 9 s/);
    expect(checkRecognition([run(120)], sound).fault).toBeNull();
  });

  it('are not judged by a burst of a second', () => {
    const burst = { ...said('oh I do not know what to say to it'), words: [], endMs: 1_000 };
    expect(checkRecognition([burst], minute).utterances).toEqual([burst]);
  });
});

describe('sound without words', () => {
  const silences = [{ startMs: 19_900, endMs: 24_000 }];
  const sound = { durationMs: 60_000, silences };
  const long = { durationMs: 160_000, silences };

  it('of 15 s is a hole, whose edges are the sound, and the words beside it are kept', () => {
    const turns = [saidFor(20), said('and so', 39_000), saidFor(120, 40_000)];
    const { utterances, fault, holes } = checkRecognition(turns, long);
    expect(holes).toEqual([{ startMs: 24_000, endMs: 39_000 }]);
    expect(fault).toBeNull();
    expect(utterances).toEqual(turns);
  });

  it('of less is none', () => {
    const turns = [saidFor(20), said('and so', 38_900), saidFor(120, 40_000)];
    expect(checkRecognition(turns, long).holes).toEqual([]);
  });

  it('of a seventh of short audio is one where as many words should be in it as elsewhere', () => {
    const durationMs = 54_000;
    const holesOf = (...turns: Utterance[]) =>
      checkRecognition(turns, { durationMs, silences: [] }).holes;
    expect(holesOf(saidFor(40))).toEqual([{ startMs: 39_900, endMs: durationMs }]);
    expect(holesOf(saidFor(40, 14_000))).toEqual([{ startMs: 0, endMs: 14_000 }]);
    expect(holesOf(saidFor(47))).toEqual([]);
    // So little is said elsewhere that nobody misses words.
    const seldom = Array.from({ length: 9 }, (_, index) => said('yes', index * 5_000));
    expect(holesOf(...seldom)).toEqual([]);
  });

  it('is no shorter than 8 s in the shortest audio', () => {
    const holesIn = (durationMs: number) =>
      checkRecognition([saidFor(5)], { durationMs, silences: [] }).holes;
    expect(holesIn(12_800)).toEqual([]);
    expect(holesIn(12_900)).toHaveLength(1);
  });

  it('is told where something of the answer could not be read, apart from other holes', () => {
    const unread = [
      { startMs: 30_000, endMs: 31_000 },
      { startMs: 19_000, endMs: 25_000 },
    ];
    const turns = [saidFor(20), said('and so', 39_000), saidFor(120, 40_000)];
    expect(checkRecognition(turns, { ...long, unread }).holes).toEqual([
      { startMs: 19_000, endMs: 24_000, reason: 'unreadable_answer' },
      { startMs: 24_000, endMs: 39_000 },
    ]);
    expect(checkRecognition([saidFor(160)], { ...long, unread }).holes).toEqual([
      { startMs: 19_000, endMs: 25_000, reason: 'unreadable_answer' },
      { startMs: 30_000, endMs: 31_000, reason: 'unreadable_answer' },
    ]);
  });

  it('is a hole behind what the words of a long turn can take of it', () => {
    const turn = (text: string, endMs: number): Utterance => {
      return { speaker: 'a', text, startMs: 0, endMs, words: [] };
    };
    const durationMs = 1_200_000;
    const holesOf = (utterance: Utterance, pauses: typeof silences = []) =>
      checkRecognition([utterance], { durationMs, silences: pauses }).holes;
    const thanks = turn('thank you', durationMs);
    expect(holesOf(thanks)).toEqual([{ startMs: 21_000, endMs: durationMs }]);
    const words = [{ text: 'you', startMs: 0, endMs: durationMs }];
    expect(holesOf({ ...thanks, words })).toEqual([{ startMs: 18_000, endMs: durationMs }]);
    // Pauses are nothing that words would have to fill, and a slow speaker is heard to the end.
    expect(holesOf(thanks, [{ startMs: 5_000, endMs: 1_190_000 }])).toEqual([]);
    const slow = saidFor(240).text.split(' ').slice(0, 400).join(' ');
    expect(holesOf(turn(slow, durationMs))).toEqual([]);
  });

  it('is looked for before the first word and behind the last', () => {
    const { holes } = checkRecognition([saidFor(3, 30_000)], sound);
    expect(holes).toEqual([
      { startMs: 0, endMs: 30_000 },
      { startMs: 32_900, endMs: 60_000 },
    ]);
  });

  it('of more than two seconds is one where the whole answer has no words', () => {
    const cough = [{ startMs: 1_000, endMs: 8_000 }];
    expect(checkRecognition([], { durationMs: 9_000, silences: cough }).holes).toEqual([]);
    expect(checkRecognition([], { durationMs: 9_001, silences: cough }).holes).toEqual([
      { startMs: 0, endMs: 9_001 },
    ]);
  });

  it('is not what words in silence leave behind', () => {
    const checked = checkRecognition([said('Thank you all', 30_000)], {
      durationMs: 60_000,
      silences: [{ startMs: 1_000, endMs: 60_000 }],
    });
    expect(checked).toMatchObject({ utterances: [], holes: [] });
    expect(textOf(checked)).toBe('');
  });
});
