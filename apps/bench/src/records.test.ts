import { describe, expect, it } from '@jest/globals';
import type { Figure } from './figure.ts';
import { moveOf, readRecord, releasedFile } from './records.ts';

const released = { time: { value: 2, unit: 's' }, speed: { value: 0.8, unit: 'ratio' } } as const;
const time = (value: number): Figure => ({ name: 'time', value, unit: 's', atMost: 3 });
const speed = (value: number): Figure => ({ name: 'speed', value, unit: 'ratio', atLeast: 0.75 });

describe('a figure beside the one of the last release', () => {
  it.each([
    ['a time that grew by a twentieth', time(2.1), false],
    ['a time that grew by more', time(2.3), true],
    ['a time that shrank', time(1), false],
    ['a speed that fell by a twentieth', speed(0.76), false],
    ['a speed that fell by more', speed(0.7), true],
    ['a speed that grew', speed(1.6), false],
  ])('is worse or not: %s', (_, figure, isWorse) => {
    expect(moveOf(figure, released)).toMatchObject({ isWorse });
  });

  it('is not compared where that release has none, or one in another unit', () => {
    expect(moveOf({ name: 'new', value: 1, unit: 's' }, released)).toBeNull();
    expect(moveOf({ name: 'time', value: 1, unit: 'ms' }, released)).toBeNull();
  });
});

it('the record of the last release can be read', async () => {
  const record = await readRecord(releasedFile);
  expect(Object.keys(record)).not.toHaveLength(0);
  for (const { value } of Object.values(record)) expect(value).toEqual(expect.any(Number));
});
