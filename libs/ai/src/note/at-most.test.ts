import { expect, it } from '@jest/globals';
import { atMost } from './at-most.ts';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

it('results come in the order of the tasks, of which no more than so many run at a time', async () => {
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

it('after a failure no more tasks start, those that run are waited for, and the first failure is told', async () => {
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
