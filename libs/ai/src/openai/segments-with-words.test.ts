import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { segmentsWithWords } from './segments-with-words.ts';

/** Words of a second each, from 0 on. */
const timed = (...texts: string[]) =>
  texts.map((word, index) => ({ word, start: index, end: index + 0.9 }));

interface Element {
  text?: string;
  words?: { word: string; start: number }[];
}

/** What each element says, and with which words. */
const told = (elements: unknown[]) =>
  (elements as Element[]).map(({ text, words = [] }) => [text, words.map(({ word }) => word)]);

describe('the words of segments', () => {
  it('are those that spell them', () => {
    const segments = [
      { text: ' Good morning, Anna.', start: 0, end: 2.9 },
      { text: ' "Hi!"', start: 3, end: 3.9 },
    ];
    expect(told(segmentsWithWords(segments, timed('Good', 'morning', 'Anna', 'Hi')))).toEqual([
      [' Good morning, Anna.', ['Good', 'morning', 'Anna']],
      [' "Hi!"', ['Hi']],
    ]);
  });

  it('belong to the segment that says them, even where a time lies across its border', () => {
    const segments = [
      { text: 'One two', start: 0, end: 0.5 },
      { text: 'three', start: 0.5, end: 2.9 },
    ];
    expect(told(segmentsWithWords(segments, timed('One', 'two', 'three')))).toEqual([
      ['One two', ['One', 'two']],
      ['three', ['three']],
    ]);
  });

  it('may be parts of what is written without spaces', () => {
    const segments = [{ text: '你好世界。', start: 0, end: 2 }];
    expect(told(segmentsWithWords(segments, timed('你好', '世界')))).toEqual([
      ['你好世界。', ['你好', '世界']],
    ]);
  });

  it('are none where they say something else, and the next segment has its own again', () => {
    const segments = [
      { text: 'One two', start: 0, end: 1.9 },
      { text: 'three four', start: 2, end: 3.9 },
    ];
    expect(told(segmentsWithWords(segments, timed('One', 'too', 'three', 'four')))).toEqual([
      ['One two', []],
      ['three four', ['three', 'four']],
    ]);
  });

  it('stand alone where there is no segment at their time: before, between and behind', () => {
    const segments = [
      { text: 'two', start: 2, end: 2.9 },
      { text: 'five', start: 5, end: 5.9 },
    ];
    const words = timed('zero', 'w', 'two', 'three', 'four', 'five', 'six', 'seven');
    expect(told(segmentsWithWords(segments, words))).toEqual([
      [undefined, ['zero', 'w']],
      ['two', ['two']],
      [undefined, ['three', 'four']],
      ['five', ['five']],
      [undefined, ['six', 'seven']],
    ]);
  });

  it('spell their segment or are none, and no word is given twice', () => {
    const word = fc.constantFrom('a', 'ab', 'B.', '—', 'né', '10%');
    const segment = fc.record({
      text: fc.array(word).map((some) => some.join(' ')),
      start: fc.integer({ min: 0, max: 20 }),
      end: fc.integer({ min: 0, max: 20 }),
    });
    const letters = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '');
    fc.assert(
      fc.property(fc.array(segment), fc.array(word), (segments, said) => {
        const given = segmentsWithWords(segments, timed(...said)) as Element[];
        for (const { text, words = [] } of given) {
          if (text === undefined || words.length === 0) continue;
          expect(letters(words.map((one) => one.word).join(''))).toBe(letters(text));
        }
        const starts = given.flatMap(({ words = [] }) => words.map(({ start }) => start));
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      }),
    );
  });
});
