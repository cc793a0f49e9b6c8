import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { createRestarts } from './restarts.ts';

describe('restarts', () => {
  function begin() {
    const begun: { app: string; end: () => void }[] = [];
    const restarts = createRestarts(
      (app) => new Promise((resolve) => begun.push({ app, end: resolve })),
    );
    const until = (count: number) => waitFor('restarts to begin', () => begun.length === count);
    return { begun, until, ...restarts };
  }

  it('are one for changes that come together', async () => {
    const { begun, until, onChange } = begin();
    expect([onChange('api'), onChange('api'), onChange('worker')]).toEqual([true, false, true]);
    await until(2);
    expect(begun.map(({ app }) => app).sort()).toEqual(['api', 'worker']);
  });

  it('of one app come one after the other, and a change in between leads to one more', async () => {
    const { begun, until, onChange } = begin();
    onChange('api');
    await until(1);
    onChange('api');
    onChange('worker');
    await until(2);
    expect(begun.map(({ app }) => app)).toEqual(['api', 'worker']);
    begun[0]?.end();
    await until(3);
    expect(begun.at(-1)?.app).toBe('api');
  });
});
