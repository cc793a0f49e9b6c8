import { expect, it } from '@jest/globals';
import { planChunks } from './plan-chunks.ts';

const minute = 60_000;

it('a recording the recognizer takes whole is one chunk', () => {
  expect(planChunks(20 * minute, 20 * minute)).toEqual([{ startMs: 0, endMs: 20 * minute }]);
});

it('a longer one is refused with its length and the limit, and not tried again', () => {
  const plan = () => planChunks(31 * minute, 20 * minute);
  expect(plan).toThrow(/31 minutes.*20 minutes/);
  expect(plan).toThrow(expect.objectContaining({ kind: 'too_large', code: 'audio_too_long' }));
});
