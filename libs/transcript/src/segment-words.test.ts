import { describe, expect, it } from '@jest/globals';
import { joinWords, splitWords } from './segment-words.ts';
import type { Segment } from './types.ts';

const said = (id: number, ...texts: string[]): Segment => ({
  id,
  speakerKey: 'S1',
  text: texts.join(' '),
  startMs: id * 1_000,
  endMs: id * 1_000 + 900,
  words: texts.map((text) => ({ text, startMs: id * 1_000, endMs: id * 1_000 + 100 })),
});

describe('words that are kept apart from their segments', () => {
  it('come back to them', () => {
    const segments = [said(0, 'Good', 'morning'), said(1), said(2, 'Hello')];
    const apart = splitWords(segments);
    expect(apart.segments.every(({ words }) => words.length === 0)).toBe(true);
    expect(apart.words.map(({ id }) => id)).toEqual([0, 2]);
    expect(joinWords(apart.segments, apart.words)).toEqual(segments);
  });

  it('follow the id of their segment, not its place', () => {
    const { words } = splitWords([said(0, 'Gone'), said(1, 'Stays')]);
    const added = { ...said(2), text: 'Added' };
    expect(joinWords([added, { ...said(1), text: 'Stays' }], words)).toEqual([
      added,
      said(1, 'Stays'),
    ]);
  });
});
