import { expect, it } from '@jest/globals';
import { coveredMs } from './spans.ts';

const whole = { start: 100, end: 200 };

it('two things at the same time are counted once', () => {
  const spans = [
    { start: 150, end: 170 },
    { start: 110, end: 160 },
    { start: 120, end: 130 },
  ];
  expect(coveredMs(whole, spans)).toBe(60);
});

it('what lies outside of the whole does not count', () => {
  const spans = [
    { start: 0, end: 90 },
    { start: 90, end: 110 },
    { start: 195, end: 250 },
    { start: 250, end: 300 },
  ];
  expect(coveredMs(whole, spans)).toBe(15);
});
