import { describe, expect, it } from '@jest/globals';
import { createFleet, type Cluster } from './fleet.ts';

const cluster: Cluster = {
  podReadySeconds: 30,
  nodeReadySeconds: 120,
  podsPerNode: 2,
  nodeIdleSeconds: 600,
};

const start = () => createFleet<string>({ slots: 2, cores: 1, drainSeconds: 100 }, cluster);

/** Gives these runs, one after the other. */
const giving =
  (runs: string[], seconds: number, { computes = false } = {}) =>
  () => {
    const run = runs.shift();
    return run === undefined ? null : { run, seconds, computes };
  };

/** What is done at each of these seconds. */
const doneAt = (fleet: ReturnType<typeof start>, from: number, to: number) => {
  const done: Record<string, number> = {};
  for (let at = from; at <= to; at++) for (const run of fleet.advance(at).done) done[run] = at;
  return done;
};

describe('a fleet', () => {
  it('has a pod ready 30 s after its node, and a node after 120 s', () => {
    const fleet = start();
    fleet.scale(0, 3);
    expect([149, 150].map((at) => fleet.ready(at))).toEqual([0, 3]);
    fleet.scale(200, 4);
    expect([229, 230].map((at) => fleet.ready(at))).toEqual([3, 4]);
  });

  it('gives as many runs to a pod as it has slots, once it is ready', () => {
    const fleet = start();
    fleet.scale(0, 1);
    const runs = ['a', 'b', 'c'];
    fleet.advance(149);
    fleet.fill(149, giving(runs, 10));
    expect(fleet.atWork()).toBe(0);
    fleet.advance(150);
    fleet.fill(150, giving(runs, 10));
    expect([fleet.atWork(), runs]).toEqual([2, ['c']]);
    expect(fleet.advance(160).done).toEqual(['a', 'b']);
  });

  it('shares the processors of a pod among what computes there, and keeps nobody who waits for an engine', () => {
    const fleet = start();
    fleet.scale(0, 1);
    fleet.advance(150);
    fleet.fill(150, giving(['a', 'b'], 20, { computes: true }));
    expect(doneAt(fleet, 151, 200)).toEqual({ a: 190, b: 190 });
    fleet.fill(200, giving(['c'], 20, { computes: true }));
    fleet.fill(200, giving(['d'], 30));
    expect(doneAt(fleet, 201, 240)).toEqual({ c: 220, d: 230 });
  });

  it('lets a pod that is taken away finish what it can, and takes back the rest', () => {
    const fleet = start();
    fleet.scale(0, 1);
    fleet.advance(150);
    fleet.fill(150, giving(['short'], 50));
    fleet.fill(150, giving(['long'], 500));
    fleet.scale(160, 0);
    fleet.fill(170, giving(['late'], 1));
    expect(fleet.advance(200)).toEqual({ done: ['short'], back: [] });
    expect(fleet.advance(260)).toEqual({ done: [], back: ['long'] });
    expect(fleet.atWork()).toBe(0);
  });

  it('takes away first who is not ready yet, and keeps a node for a while', () => {
    const fleet = start();
    fleet.scale(0, 2);
    fleet.advance(150);
    fleet.fill(150, giving(['a', 'b', 'c', 'd'], 1_000));
    fleet.scale(150, 3);
    fleet.scale(160, 2);
    expect(fleet.advance(500).back).toEqual([]);
    fleet.scale(500, 3);
    expect([529, 530].map((at) => fleet.ready(at))).toEqual([2, 3]);
  });
});
