import { expect, it } from '@jest/globals';
import { runAllOrAbort } from './run-all-or-abort.ts';

it('when one task fails the others are stopped and have ended before the failure is told', async () => {
  let stopped = false;
  const failing = runAllOrAbort(new AbortController().signal, [
    () => Promise.reject(new Error('the first failure')),
    async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      // Ends later than it was told to.
      await new Promise((resolve) => setImmediate(resolve));
      stopped = true;
      throw new Error('stopped');
    },
  ]);
  await expect(failing).rejects.toThrow('the first failure');
  expect(stopped).toBe(true);
});

it('results come in the order of the tasks, whichever ends first', async () => {
  const later = () => new Promise<string>((resolve) => setImmediate(() => resolve('slow')));
  const both = runAllOrAbort(new AbortController().signal, [later, () => Promise.resolve('quick')]);
  expect(await both).toEqual(['slow', 'quick']);
});
