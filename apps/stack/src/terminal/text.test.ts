import { describe, expect, it } from '@jest/globals';
import { clock, hang, wrap } from './text.ts';

describe('wrap', () => {
  it('breaks at spaces and fills each line as far as the width goes', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrap('one two', 7)).toEqual(['one two']);
  });

  it('leaves a word longer than the width whole', () => {
    expect(wrap('see https://example.com/long here', 8)).toEqual([
      'see',
      'https://example.com/long',
      'here',
    ]);
  });
});

describe('hang', () => {
  it('keeps wrapped text in its own column beside the label', () => {
    expect(hang('Label: ', 'first words then further words', 27)).toBe(
      'Label: first words then\n       further words',
    );
  });
});

describe('clock', () => {
  it('shows hours only when there are any', () => {
    expect([0, 15_999, 723_000, 3_723_000].map(clock)).toEqual([
      '0:00',
      '0:15',
      '12:03',
      '1:02:03',
    ]);
  });
});
