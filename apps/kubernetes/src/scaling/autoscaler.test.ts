import { describe, expect, it } from '@jest/globals';
import { createAutoscaler } from './autoscaler.ts';
import type { ScalingRule } from './rule.ts';

const rule: ScalingRule = {
  ...{
    slots: 4,
    cores: 2,
    drainSeconds: 600,
    target: 4,
    min: 1,
    max: 20,
    pollingSeconds: 10,
    cooldownSeconds: 300,
  },
  up: {
    stabilizationWindowSeconds: 0,
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 30 },
      { type: 'Pods', value: 4, periodSeconds: 30 },
    ],
  },
  down: {
    stabilizationWindowSeconds: 300,
    policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
  },
};

/** How many pods there are, every 15 s, while so many runs wait or are at work. */
function podsOver(
  seconds: number,
  runs: (at: number) => number,
  changed: Partial<ScalingRule> = {},
) {
  const autoscaler = createAutoscaler({ ...rule, ...changed });
  const pods: number[] = [];
  let now = changed.min ?? rule.min;
  for (let at = 0; at <= seconds; at++) {
    now = autoscaler.next(at, runs(at), now);
    if (at % 15 === 0) pods.push(now);
  }
  return pods;
}

describe('the number of pods', () => {
  it('doubles or grows by four in half a minute, to what is needed and no more than may be', () => {
    expect(podsOver(120, () => 40)).toEqual([5, 5, 10, 10, 10, 10, 10, 10, 10]);
    expect(podsOver(120, () => 4_000).at(-1)).toBe(20);
  });

  it('stays where a tenth more or less is asked for', () => {
    expect(podsOver(60, () => 21, { min: 5 })).toEqual([5, 5, 5, 5, 5]);
    expect(podsOver(60, () => 23, { min: 5 })).toEqual([6, 6, 6, 6, 6]);
  });

  it('falls by half a minute at most, and not before less was needed for five minutes', () => {
    const pods = podsOver(600, (at) => (at < 60 ? 32 : 0));
    expect(pods.slice(4, 23)).toEqual(Array<number>(19).fill(8));
    expect(pods.slice(24, 33)).toEqual([4, 4, 4, 4, 2, 2, 2, 2, 1]);
  });

  it('is none once there was nothing for the time of cooling down, and one when there is something', () => {
    const pods = podsOver(960, (at) => ((at >= 30 && at < 90) || at >= 900 ? 1 : 0), { min: 0 });
    expect(pods.slice(0, 4)).toEqual([0, 0, 1, 1]);
    expect(pods.at(330 / 15)).toBe(1);
    expect(pods.at(420 / 15)).toBe(0);
    expect(pods.at(915 / 15)).toBe(1);
  });
});
