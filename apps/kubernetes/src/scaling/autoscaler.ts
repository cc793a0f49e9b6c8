import type { Direction, Policy, ScalingRule } from './rule.ts';

/** Asked every second for how many pods there are to be. */
export interface Autoscaler {
  /**
   * @param runs that wait and that are at work.
   * @param pods that there are to be so far.
   */
  next(atSeconds: number, runs: number, pods: number): number;
}

/** How often Kubernetes looks by default; KEDA answers it with what the database says at that moment. */
const lookEverySeconds = 15;
/** A difference of a tenth is none. */
const tolerance = 0.1;

interface Moment {
  at: number;
  pods: number;
}

/**
 * KEDA between none and one, a HorizontalPodAutoscaler between one and many, as their documents and sources tell: `runs`
 * is an external metric with an average for each pod.
 */
export function createAutoscaler(rule: ScalingRule): Autoscaler {
  let wanted: Moment[] = [];
  const changes: { at: number; by: number }[] = [];
  const longestWindow = Math.max(
    rule.up.stabilizationWindowSeconds,
    rule.down.stabilizationWindowSeconds,
  );
  let activeAt = -Infinity;

  function activate(at: number, runs: number, pods: number): number {
    if (runs > 0) activeAt = at;
    if (runs > 0 && pods === 0) return Math.max(1, rule.min);
    if (runs === 0 && rule.min === 0 && at - activeAt > rule.cooldownSeconds) return 0;
    return Math.max(pods, rule.min);
  }

  function scale(at: number, runs: number, pods: number): number {
    const ratio = runs / (rule.target * pods);
    const needed = Math.abs(ratio - 1) <= tolerance ? pods : Math.ceil(runs / rule.target);
    const aim = Math.min(Math.max(needed, 1, rule.min), rule.max);
    wanted = [...wanted.filter((one) => one.at >= at - longestWindow), { at, pods: aim }];
    const steady = stabilized(at, aim, pods);
    if (steady > pods) return Math.min(steady, furthest(at, pods, rule.up, grown, Math.max));
    if (steady < pods) return Math.max(steady, furthest(at, pods, rule.down, shrunk, Math.min));
    return pods;
  }

  /** Nothing is taken away that was needed within a while, and nothing added that was not needed throughout. */
  function stabilized(at: number, aim: number, pods: number): number {
    const within = ({ stabilizationWindowSeconds }: Direction) =>
      wanted.filter((one) => one.at >= at - stabilizationWindowSeconds).map((one) => one.pods);
    if (aim > pods) return Math.max(pods, Math.min(...within(rule.up)));
    return Math.min(pods, Math.max(...within(rule.down)));
  }

  function furthest(
    at: number,
    pods: number,
    { policies }: Direction,
    bound: (start: number, policy: Policy) => number,
    most: (...bounds: number[]) => number,
  ): number {
    const bounds = policies.map((policy) => {
      const since = changes.filter((one) => one.at > at - policy.periodSeconds);
      return bound(pods - since.reduce((sum, { by }) => sum + by, 0), policy);
    });
    return bounds.length === 0 ? most(0, Infinity) : most(...bounds);
  }

  return {
    next: (at, runs, pods) => {
      let aim = pods;
      if (at % rule.pollingSeconds === 0) aim = activate(at, runs, aim);
      if (at % lookEverySeconds === 0 && aim > 0) aim = scale(at, runs, aim);
      if (aim !== pods) changes.push({ at, by: aim - pods });
      return aim;
    },
  };
}

const grown = (start: number, { type, value }: Policy): number =>
  type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));

const shrunk = (start: number, { type, value }: Policy): number =>
  type === 'Pods' ? start - value : Math.floor(start * (1 - value / 100));
