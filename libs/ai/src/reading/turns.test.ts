import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTurns } from './turns.ts';

const sent = { durationMs: 60_000, diarize: true };
const turn = (text: string, start: number | null, end: number | null, speaker = 'A') => ({
  ...{ text, speaker },
  ...(start !== null && { start }),
  ...(end !== null && { end }),
});

const spans = (given: unknown) =>
  readTurns(given, sent).utterances.map(({ startMs, endMs }) => [startMs, endMs]);

describe('turns without all of their times', () => {
  const [first, last] = [turn('one', 1, 2), turn('four', 5, 6)];

  it('lie between those that have them, and share that room by their words', () => {
    const between = [turn('two', null, null), turn('and and and three', null, null)];
    expect(spans([first, ...between, last])).toEqual([
      ...[
        [1_000, 2_000],
        [2_000, 2_600],
        [2_600, 5_000],
      ],
      [5_000, 6_000],
    ]);
  });

  it('are no longer than their words, so that nothing is hidden', () => {
    expect(spans([turn('one two', null, null), turn('three', 30, 31)])[0]).toEqual([0, 1_200]);
    expect(spans([turn('one', 1, 2), turn('two', 3, null)])[1]).toEqual([3_000, 3_600]);
    expect(spans([turn('one', 1, 2), turn('two', null, 30)])[1]).toEqual([29_400, 30_000]);
  });

  it('are long enough to be said where there is no room', () => {
    const [, [startMs = 0, endMs = 0] = []] = spans([
      ...[turn('one', 1, 2), turn('two three four', null, null), turn('five', 2, 3)],
    ]);
    expect(endMs - startMs).toBe(600);
  });

  it('are told apart from silence where none has any', () => {
    const untimed = readTurns([turn('one', null, null), turn('two', null, null)], sent);
    const nothing = { utterances: [], unread: [], untimed: false, givenTwice: 0 };
    expect(untimed).toEqual({ ...nothing, untimed: true });
    expect(readTurns([], sent)).toEqual(nothing);
    expect(readTurns(null, sent)).toEqual(nothing);
  });

  it('ends before it starts: one is a slip, more are left as they are', () => {
    const upended = turn('two', 3, 2);
    expect(spans([first, upended, last])).toEqual([
      ...[
        [1_000, 2_000],
        [3_000, 3_600],
      ],
      [5_000, 6_000],
    ]);
    expect(spans([first, upended, upended])[1]).toEqual([3_000, 2_000]);
  });
});

describe('a time that cannot be', () => {
  const turns = Array.from({ length: 10 }, (_, index) => turn(`w${index}`, index, index + 0.5));

  it('behind the end of the audio is a slip where turns follow that are inside it, and a drift at the end', () => {
    const late = turns.map((one, index) =>
      index === 4 ? { ...one, start: 999, end: 1_000 } : one,
    );
    expect(spans(late)[4]).toEqual([3_500, 4_100]);
    expect(spans([...turns, turn('late', 90, 91)]).at(-1)).toEqual([90_000, 91_000]);
  });

  const words = (count: number, oddAt: number[]) =>
    Array.from({ length: count }, (_, index) => ({
      word: `w${index}`,
      ...(oddAt.includes(index)
        ? { start: 50 - index, end: 50.1 - index }
        : { start: index, end: index + 0.5 }),
    }));
  const startsOf = (given: object[]) =>
    readTurns([{ words: given }], sent).utterances[0]?.words.map(({ startMs }) => startMs);

  it('of one word in ten is put between its neighbours, and the others stay', () => {
    const starts = startsOf(words(20, [3, 11])) ?? [];
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts[3]).toBeLessThanOrEqual(4_000);
    expect(starts.at(-1)).toBe(19_000);
  });

  it('of more words is left for who judges the clock', () => {
    expect(startsOf(words(20, [3, 11, 15]))).toContain(47_000);
    expect(startsOf(words(5, [0, 1, 2, 3, 4]))).toEqual([50, 49, 48, 47, 46].map((s) => s * 1_000));
  });
});

describe('a turn and its words', () => {
  const word = (text: string, start?: number, end?: number) => ({ word: text, start, end });
  const wordsOf = (text: string, ...words: unknown[]) =>
    readTurns([{ ...turn(text, 1, 4), words }], sent).utterances[0]?.words;

  it('where the list lacks a word that the text has, it is put between its neighbours', () => {
    const words = wordsOf('Well, in 2014.', word('Well', 1, 1.5), word('in', 1.6, 2));
    expect(words).toMatchObject([
      { text: 'Well,', startMs: 1_000 },
      { text: 'in', endMs: 2_000 },
      { text: '2014.', startMs: 2_000, endMs: 2_600 },
    ]);
  });

  it('where an element of the list is no word, the text says what it is', () => {
    const words = wordsOf('Well, then.', word('Well', 1, 1.5), null);
    expect(words?.map(({ text }) => text)).toEqual(['Well,', 'then.']);
    expect(readTurns([{ ...turn('Well, then.', 1, 4), words: [null] }], sent)).toMatchObject({
      ...{ utterances: [{ text: 'Well, then.', words: [] }], unread: [] },
    });
  });

  it('where there is no text to say what it is, words are missing there', () => {
    const words = [word('Well', 1, 1.5), null];
    const { utterances, unread } = readTurns([{ start: 1, end: 4, words }], sent);
    expect(utterances).toMatchObject([{ text: 'Well' }]);
    expect(unread).toEqual([{ startMs: 1_000, endMs: 4_000 }]);
  });

  it('where the list says more than the text, all of it was said', () => {
    const { utterances } = readTurns(
      [{ ...turn('Well', 1, 4), words: [word('Well', 1, 2), word('then', 2, 3)] }],
      sent,
    );
    expect(utterances).toMatchObject([{ text: 'Well then', startMs: 1_000, endMs: 3_000 }]);
  });
});

describe('an element without text under its usual name', () => {
  const textsAndUnread = (odd: object) => {
    const { utterances, unread } = readTurns([{ ...turn('', 1, 4), ...odd }], sent);
    return { texts: utterances.map(({ text }) => text), unread };
  };

  it.each([
    { content: 'found words' },
    { words: 'found words' },
    { words: ['found', 'words'] },
    { words: { 0: { word: 'found' }, 1: { word: 'words' } } },
    { lines: ['found', 'words'] },
    { sentence: 'found words' },
  ])('is read where it has text elsewhere: %j', (odd) => {
    expect(textsAndUnread(odd)).toEqual({ texts: ['found words'], unread: [] });
  });

  it('is told as a stretch where that is no text', () => {
    const unread = [{ startMs: 1_000, endMs: 4_000 }];
    for (const odd of [{ lines: [{ said: 'lost' }] }, { content: { said: 'lost' } }]) {
      expect(textsAndUnread(odd)).toEqual({ texts: [], unread });
    }
  });

  it.each([{}, { words: [] }, { lines: [] }, { emotion: 'neutral', language: 'en' }])(
    'says nothing where it has none: %j',
    (odd) => {
      expect(textsAndUnread(odd)).toEqual({ texts: [], unread: [] });
    },
  );
});

describe('a turn that is given twice', () => {
  const turns = [turn('yes', 1, 2), turn('yes', 1, 2, 'B'), turn('yes', 2, 3)];

  it('with the same time and speaker stands once', () => {
    const once = readTurns(turns, sent);
    expect(readTurns([...turns, ...turns], sent)).toEqual({ ...once, givenTwice: 3 });
    expect(once.givenTwice).toBe(0);
    expect(readTurns(turns, sent).utterances).toHaveLength(3);
  });

  it('without a time that tells them apart was said twice', () => {
    const brief = [turn('first', 0, 1), turn('yes', 2, null), turn('yes', 2, null)];
    expect(readTurns(brief, sent).utterances).toHaveLength(3);
  });
});

describe('whatever is in a list', () => {
  it('is read in a moment, be it ever so long', () => {
    const count = 130_000;
    const word = (index: number) => {
      return { word: `w${index}`, start: null, end: index * 0.0004 + 0.0003 };
    };
    const words = Array.from({ length: count }, (_, index) => word(index));
    const untimed = Array.from({ length: count / 4 }, (_, index) => turn(`w${index}`, null, null));
    const startedAt = performance.now();
    expect(readTurns([{ speaker: 'A', words }], sent).utterances[0]?.words).toHaveLength(count);
    expect(readTurns([turn('first', 0, 1), ...untimed], sent).utterances).toHaveLength(
      count / 4 + 1,
    );
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('every text in it is in the answer, in order of its place, at times that are numbers', () => {
    const odd = fc.oneof(
      fc.constantFrom(null, undefined, 7, true, '', [], {}, 'NaN', '1:0x'),
      fc.double(),
      fc.string(),
    );
    const element = fc.oneof(
      odd,
      fc.record(
        {
          text: fc.constantFrom('one', 'two three', ' '),
          ...{ start: odd, end: odd, speaker: odd },
          words: fc.oneof(odd, fc.array(fc.record({ word: odd, start: odd, end: odd }))),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(fc.array(element), (given) => {
        const { utterances, unread, untimed } = readTurns(given, sent);
        for (const { startMs, endMs, words } of [...utterances, ...unread.map(bare)]) {
          expect([startMs, endMs].every(Number.isFinite)).toBe(true);
          expect(words.every((one) => Number.isFinite(one.startMs + one.endMs))).toBe(true);
        }
        for (const { startMs, endMs } of unread) {
          expect(endMs - startMs).toBeGreaterThanOrEqual(500);
          expect(startMs >= 0 && endMs <= sent.durationMs).toBe(true);
        }
        const strings = given.filter((one) => typeof one === 'string' && one.trim() !== '');
        expect(untimed ? Infinity : utterances.length).toBeGreaterThanOrEqual(strings.length);
      }),
    );
  });
});

const bare = (span: { startMs: number; endMs: number }) => ({ ...span, words: [] });
