import { getHeapStatistics } from 'node:v8';
import { expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { collector, giveBackWhenIdle } from './give-back.ts';

const mib = 1024 * 1024;
const heapMib = () => getHeapStatistics().total_heap_size / mib;

/** As a busy minute leaves the heap: much is held, and then nothing of it. */
function fill(): number {
  const kept: object[] = [];
  for (let n = 0; n < 1_000_000; n += 1) kept.push({ n });
  return kept.length;
}

it('a collection gives back at once what a busy time took', () => {
  const collect = collector();
  fill();
  const full = heapMib();
  collect();
  expect(heapMib()).toBeLessThan(full - 20);
});

it('a process that has nothing to do collects', async () => {
  let collections = 0;
  const giving = giveBackWhenIdle({ everyMs: 250, collect: () => (collections += 1) });
  await waitFor('a collection', () => collections > 0).finally(() => giving[Symbol.dispose]());
});
