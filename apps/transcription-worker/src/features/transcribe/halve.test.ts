import { expect, it } from '@jest/globals';
import { halve } from './halve.ts';

const minute = 60_000;

it('halves overlap by 12 s around the longest pause near the middle', () => {
  const silences = [
    { startMs: 3 * minute, endMs: 5 * minute },
    { startMs: 10 * minute - 20_000, endMs: 10 * minute - 18_000 },
    { startMs: 10 * minute + 10_000, endMs: 10 * minute + 14_000 },
  ];
  expect(halve({ startMs: 0, endMs: 20 * minute }, silences)).toEqual([
    { startMs: 0, endMs: 10 * minute + 18_000 },
    { startMs: 10 * minute + 6_000, endMs: 20 * minute },
  ]);
});

it('halves are cut in the middle where nobody pauses', () => {
  expect(halve({ startMs: 5 * minute, endMs: 15 * minute }, [])).toEqual([
    { startMs: 5 * minute, endMs: 10 * minute + 6_000 },
    { startMs: 10 * minute - 6_000, endMs: 15 * minute },
  ]);
});

it('a piece of less than 8 minutes is not halved', () => {
  expect(halve({ startMs: 0, endMs: 8 * minute - 1 }, [])).toBeNull();
  expect(halve({ startMs: 0, endMs: 8 * minute }, [])).not.toBeNull();
});
