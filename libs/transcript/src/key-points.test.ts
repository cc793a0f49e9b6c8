import { describe, expect, it } from '@jest/globals';
import { keyPointsText } from './key-points.ts';

describe('keyPointsText', () => {
  it('numbers the points from 1, one a line', () => {
    const points = [{ text: 'Revenue rose by 25%.' }, { text: 'The launch went well.' }];
    expect(keyPointsText(points)).toBe('1. Revenue rose by 25%.\n2. The launch went well.');
  });

  it('is empty when there are none', () => {
    expect(keyPointsText([])).toBe('');
  });
});
