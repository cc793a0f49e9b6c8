import { expect, it } from '@jest/globals';
import { atMost } from './at-most.ts';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

it('keeps the order of the tasks and never runs more than so many at a time', async () => {
  let running = 0;
  let most = 0;
  const tasks = Array.from({ length: 8 }, (_, position) => async () => {
    most = Math.max(most, (running += 1));
    await later();
    running -= 1;
    return position;
  });
  expect(await atMost(3, tasks)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('after a failure starts no more, waits for those that run, and fails as the first did', async () => {
  const ended: number[] = [];
  const task = (position: number) => async () => {
    await later();
    if (position === 0) throw new Error('the first failure');
    await later();
    ended.push(position);
  };
  await expect(atMost(2, [0, 1, 2, 3].map(task))).rejects.toThrow('the first failure');
  expect(ended).toEqual([1]);
});
