import { describe, expect, it } from '@jest/globals';
import { foldFeatures, type Feature } from './feature.ts';
import { demoRoutes } from '../test/demo-app.ts';

const sweep = { everyMs: 1_000, run: () => Promise.resolve(0) };
const [firstRoute, secondRoute] = demoRoutes;

describe('features folded into one', () => {
  it('answer all routes in their order and have every sweep', () => {
    const folded = foldFeatures([
      { routes: demoRoutes.slice(0, 1), sweeps: { a: sweep } },
      { routes: [] },
      { routes: demoRoutes.slice(1, 2), sweeps: { b: sweep } },
    ]);
    expect(folded.routes).toEqual([firstRoute, secondRoute]);
    expect(Object.keys(folded.sweeps)).toEqual(['a', 'b']);
  });

  it('are refused when two sweeps have one name: one of them would never run', () => {
    const feature: Feature = { routes: [], sweeps: { a: sweep } };
    expect(() => foldFeatures([feature, feature])).toThrow('Two features have a sweep "a".');
  });

  it('are closed from the last to the first, one that fails included', async () => {
    const closed: string[] = [];
    const named = (name: string): Feature => ({
      routes: [],
      drain: () => closed.push(`drain ${name}`),
      close: () => {
        closed.push(name);
        return name === 'b' ? Promise.reject(new Error('stuck')) : Promise.resolve();
      },
    });
    const folded = foldFeatures([named('a'), named('b'), named('c')]);
    folded.drain();
    await expect(folded.close()).rejects.toThrow('A feature did not close.');
    expect(closed).toEqual(['drain a', 'drain b', 'drain c', 'c', 'b', 'a']);
  });
});
