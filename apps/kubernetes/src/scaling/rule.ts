import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { readBase, readBaseSettings } from '../manifests/objects.ts';
import { mainContainer, podsOf } from '../manifests/pods.ts';

/** By how much the number of pods may change within a time. */
export interface Policy {
  type: string;
  value: number;
  periodSeconds: number;
}

export interface Direction {
  stabilizationWindowSeconds: number;
  policies: readonly Policy[];
}

/** How many pods of a worker there are to be, as its ScaledObject says. */
export interface ScalingRule {
  /** Jobs that one pod has at work at a time. */
  slots: number;
  /** Processors that are kept for one pod: its request. */
  cores: number;
  /** A pod that is told to end lets its jobs go on for so long. */
  drainSeconds: number;
  /** As many runs, waiting or at work, are what one pod is for. */
  target: number;
  min: number;
  max: number;
  pollingSeconds: number;
  cooldownSeconds: number;
  up: Direction;
  down: Direction;
}

/** @throws when there is none, or it leaves open what the rule needs. */
export async function readRule(worker: string): Promise<ScalingRule> {
  const objects = (await readBase()).map(({ object }) => object);
  const pods = podsOf(objects).find(({ name }) => name === worker);
  const found = objects
    .filter((object) => ScaledObject.is(object))
    .find(({ spec }) => spec.scaleTargetRef.name === worker);
  if (found === undefined) throw new Error(`There is no ScaledObject for ${worker}.`);
  const { spec } = found;
  const behavior = spec.advanced?.horizontalPodAutoscalerConfig?.behavior;
  const settings = (await readBaseSettings())[`${worker}-settings`] ?? {};
  return {
    slots: given(settings.WORKER_CONCURRENCY),
    cores: given(pods && mainContainer(pods).resources?.requests?.cpu),
    drainSeconds: given(settings.WORKER_DRAIN_SECONDS),
    target: given(spec.triggers[0]?.metadata.targetQueryValue),
    min: given(spec.minReplicaCount),
    max: given(spec.maxReplicaCount),
    pollingSeconds: given(spec.pollingInterval),
    cooldownSeconds: given(spec.cooldownPeriod),
    up: direction(behavior?.scaleUp),
    down: direction(behavior?.scaleDown),
  };
}

const direction = (rules?: Partial<Direction>): Direction => ({
  stabilizationWindowSeconds: given(rules?.stabilizationWindowSeconds),
  policies: rules?.policies ?? [],
});

function given(value: unknown): number {
  if (value === undefined) throw new Error('The ScaledObject leaves open what the rule needs.');
  return Number(value);
}
