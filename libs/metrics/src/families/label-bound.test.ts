import { expect, it } from '@jest/globals';
import { createLabelBound } from './label-bound.ts';

it('a label has so many values and no more, whatever comes; those it had it keeps', () => {
  const bounded = createLabelBound(2);
  expect(['a', 'b', 'a', 'c', 'b', 'd'].map(bounded)).toEqual([
    'a',
    'b',
    'a',
    'other',
    'b',
    'other',
  ]);
});
