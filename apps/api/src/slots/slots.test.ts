import { describe, expect, it } from '@jest/globals';
import { createSlots, type Slots } from './slots.ts';

const busy = { message: 'All that may be made at once are being made.', retryAfterMs: 10_000 };
const waiting = { waitMs: 60_000, waitingPerCaller: 3, waitingInAll: 5, busy };
const limits = { works: 1, memoryMb: 100, ...waiting };
const never = new AbortController().signal;

/** Works that end when they are told to. */
function workshop(slots: Slots) {
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (caller: string, memoryMb = 10) =>
    slots.run({ caller, memoryMb }, never, async () => {
      order.push(caller);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      ends.push(() => resolve(undefined));
      await promise;
    });
  /** Ends one work after the other until none is left. */
  const finish = async (all: Promise<unknown>[]) => {
    const done = Promise.allSettled(all);
    for (let turns = 0; turns < 5 * all.length; turns += 1) {
      ends.shift()?.();
      await new Promise(setImmediate);
    }
    return done;
  };
  return { order, ask, finish };
}

describe('works', () => {
  it('are done in turns of the callers, not in the order in which they were asked for', async () => {
    const { order, ask, finish } = workshop(createSlots(limits));
    await finish([ask('a'), ask('a'), ask('a'), ask('a'), ask('b')]);
    expect(order).toEqual(['a', 'b', 'a', 'a', 'a']);
  });

  it('of one caller wait in a small number, and of all in a larger one', async () => {
    const { ask, finish } = workshop(createSlots(limits));
    const asked = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'c'].map((caller) => ask(caller));
    const ended = await finish(asked);
    expect(ended.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 4 }, () => 'fulfilled'),
      'rejected',
      ...['fulfilled', 'fulfilled', 'rejected'],
    ]);
    expect(ended[4]).toMatchObject({
      reason: { kind: 'unavailable', code: 'too_busy', retryAfterMs: 10_000 },
    });
  });

  it('that need much room are not overtaken by the next turn', async () => {
    const { order, ask, finish } = workshop(createSlots({ ...limits, works: 3 }));
    await finish([ask('a', 60), ask('b', 90), ask('c', 10)]);
    expect(order).toEqual(['a', 'b', 'c']);
  });
});
