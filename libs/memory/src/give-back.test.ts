import { getHeapStatistics } from 'node:v8';
import { afterEach, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { giveBackWhenIdle } from './give-back.ts';

const mib = 1024 * 1024;
const heapMib = () => getHeapStatistics().total_heap_size / mib;

let giving: Disposable | undefined;

afterEach(() => giving?.[Symbol.dispose]());

/** As a busy minute leaves the heap: much is held, and then nothing of it. */
function fill(): number {
  const kept: object[] = [];
  for (let n = 0; n < 1_000_000; n += 1) kept.push({ n });
  return kept.length;
}

it('gives back what a busy time took, once there is nothing to do', async () => {
  fill();
  const full = heapMib();
  giving = giveBackWhenIdle({ everyMs: 250 });
  await waitFor('the heap to be smaller', () => heapMib() < full - 20);
});
