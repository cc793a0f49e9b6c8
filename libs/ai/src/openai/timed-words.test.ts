import { describe, expect, it } from '@jest/globals';
import type { Word } from '@memo/transcript';
import fc from 'fast-check';
import { timedWords } from './timed-words.ts';

/** Words of a second each, from 0 on. */
const timed = (...texts: string[]): Word[] =>
  texts.map((text, index) => ({ text, startMs: index * 1_000, endMs: index * 1_000 + 900 }));
const texts = (words: Word[][]) => words.map((some) => some.map(({ text }) => text));

describe('the words of segments', () => {
  it('are those that spell them, as they are written', () => {
    const segments = [
      { text: ' Good morning, Anna.', endMs: 2_900 },
      { text: ' "Hi!"', endMs: 3_900 },
    ];
    const words = timedWords(segments, timed('Good', 'morning', 'Anna', 'Hi'));
    expect(texts(words)).toEqual([['Good', 'morning,', 'Anna.'], ['"Hi!"']]);
  });

  it('keep the times they were given', () => {
    const [words] = timedWords([{ text: 'One, two.', endMs: 2_000 }], timed('one', 'two'));
    expect(words).toMatchObject([
      { startMs: 0, endMs: 900 },
      { startMs: 1_000, endMs: 1_900 },
    ]);
  });

  it('belong to the segment that says them, even where a time lies across its border', () => {
    const segments = [
      { text: 'One two', endMs: 500 },
      { text: 'three', endMs: 2_900 },
    ];
    expect(texts(timedWords(segments, timed('One', 'two', 'three')))).toEqual([
      ['One', 'two'],
      ['three'],
    ]);
  });

  it('may be parts of what is written without spaces', () => {
    const words = timedWords([{ text: '你好世界。', endMs: 2_000 }], timed('你好', '世界'));
    expect(texts(words)).toEqual([['你好', '世界']]);
  });

  it('are none where they say something else, and the next segment has its own again', () => {
    const segments = [
      { text: 'One two', endMs: 1_900 },
      { text: 'three four', endMs: 3_900 },
    ];
    const words = timedWords(segments, timed('One', 'too', 'three', 'four'));
    expect(texts(words)).toEqual([[], ['three', 'four']]);
  });

  it('are none where there is no list', () => {
    expect(timedWords([{ text: 'One', endMs: 900 }], [])).toEqual([[]]);
  });

  it('spell their segment or are none, and no word is given twice', () => {
    const word = fc.constantFrom('a', 'ab', 'B.', '—', 'né', '10%');
    const segment = fc.record({
      text: fc.array(word).map((some) => some.join(' ')),
      endMs: fc.integer({ min: 0, max: 20_000 }),
    });
    const letters = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '');
    fc.assert(
      fc.property(fc.array(segment), fc.array(word), (segments, said) => {
        const given = timedWords(segments, timed(...said));
        expect(given).toHaveLength(segments.length);
        given.forEach((some, index) => {
          const spelled = letters(some.map(({ text }) => text).join(''));
          const wanted = some.length > 0 ? letters(segments[index]?.text ?? '') : '';
          expect(spelled).toBe(wanted);
        });
        const starts = given.flat().map(({ startMs }) => startMs);
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      }),
    );
  });
});
