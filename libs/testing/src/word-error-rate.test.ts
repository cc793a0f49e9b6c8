import { describe, expect, it } from '@jest/globals';
import { wordErrorRate } from './word-error-rate.ts';

describe('the word error rate', () => {
  it('of the same words is 0, whatever their case and punctuation', () => {
    expect(wordErrorRate("Yes, that's it. Good!", "yes that's it good")).toBe(0);
  });

  it.each([
    ['a wrong word', 'we will sent it'],
    ['a missing word', 'we will send'],
    ['an added word', 'we will send it now'],
  ])('counts %s once', (_, heard) => {
    expect(wordErrorRate('we will send it', heard)).toBe(1 / 4);
  });

  it('of silence is 1', () => {
    expect(wordErrorRate('we will send it', '')).toBe(1);
  });
});
