import { expect, it } from '@jest/globals';
import { readDetections } from './detections.ts';

const second = 16_000;

it('what a voice detector found in all it was sent is believed', () => {
  expect(readDetections(['0 200', '200 1010', `end ${second}`], second)).toEqual([
    { startMs: 0, endMs: 200 },
    { startMs: 200, endMs: 1010 },
  ]);
  expect(readDetections([`end ${second}`], second)).toEqual([]);
});

it.each([
  ['ended before it said so', ['0 200']],
  ['said nothing', []],
  ['read a part of the samples', ['0 200', `end ${second - 1}`]],
  ['went back in time', ['500 600', '0 200', `end ${second}`]],
  ['ended before it began', ['500 400', `end ${second}`]],
  ['heard more than there is', ['500 1100', `end ${second}`]],
  ['wrote something else', ['0 200', '200', `end ${second}`]],
])('a voice detector that %s has failed', (_, lines) => {
  expect(() => readDetections(lines, second)).toThrow('voice detector');
});
