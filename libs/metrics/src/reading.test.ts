import { describe, expect, it } from '@jest/globals';
import { createReading } from './reading.ts';

/** A server that answers when the test says so, on a clock of the test's. */
function server() {
  const asked: PromiseWithResolvers<number>[] = [];
  let clockMs = 0;
  let troubles = 0;
  const reading = createReading({
    name: 'server',
    read: () => {
      const question = Promise.withResolvers<number>();
      asked.push(question);
      return question.promise;
    },
    onTrouble: () => (troubles += 1),
    ...{ freshMs: 5_000, patienceMs: 1, keptMs: 60_000 },
    nowMs: () => clockMs,
  });
  return {
    reading,
    /** How often it was asked. */
    asked: () => asked.length,
    troubles: () => troubles,
    answer: (value: number) => asked.at(-1)?.resolve(value),
    fail: () => asked.at(-1)?.reject(new Error('away')),
    pass: (ms: number) => (clockMs += ms),
  };
}

describe('a reading', () => {
  it('is made once for all who ask at a time, and again when it is no longer fresh', async () => {
    const { reading, asked, answer, pass } = server();
    const both = Promise.all([reading(), reading()]);
    answer(1);
    expect(await both).toEqual([1, 1]);
    expect(await reading()).toBe(1);
    expect(asked()).toBe(1);
    pass(5_001);
    const later = reading();
    answer(2);
    expect(await later).toBe(2);
    expect(asked()).toBe(2);
  });

  it('that does not come holds nobody up, is not asked for a second time meanwhile, and is told of once', async () => {
    const { reading, asked, troubles, answer } = server();
    expect(await reading()).toBeNull();
    expect(await reading()).toBeNull();
    expect([asked(), troubles()]).toEqual([1, 1]);
    answer(3);
    expect(await reading()).toBe(3);
  });

  it('of before is better than none, until it says nothing any more', async () => {
    const { reading, answer, fail, pass, troubles } = server();
    const first = reading();
    answer(1);
    await first;
    pass(6_000);
    const second = reading();
    fail();
    expect(await second).toBe(1);
    expect(troubles()).toBe(1);
    pass(60_000);
    const third = reading();
    fail();
    expect(await third).toBeNull();
    expect(troubles()).toBe(2);
  });
});
