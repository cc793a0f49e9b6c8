import { describe, expect, it } from '@jest/globals';
import { hang, wrap } from './text.ts';

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
