import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import type { IContainer, IPodSpec, IPodTemplateSpec } from 'kubernetes-models/v1';
import type { KubernetesObject } from './objects.ts';

/** Pods as their Deployment, Job or CronJob makes them. */
export interface Pods {
  name: string;
  kind: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  spec: IPodSpec;
}

export const podsOf = (objects: readonly KubernetesObject[]): Pods[] =>
  objects.flatMap((object) => {
    const { name } = object.metadata;
    const { metadata, spec } = templateOf(object) ?? {};
    if (spec === undefined) return [];
    const { labels = {}, annotations = {} } = metadata ?? {};
    return [{ name, kind: object.kind, labels, annotations, spec }];
  });

function templateOf(object: unknown): IPodTemplateSpec | undefined {
  if (CronJob.is(object)) return object.spec.jobTemplate.spec?.template;
  if (Deployment.is(object) || StatefulSet.is(object) || Job.is(object)) {
    return object.spec?.template;
  }
  return undefined;
}

/** Those of the processes of Memo, which have an image of their own. */
export const ownPods = (pods: readonly Pods[]): Pods[] =>
  pods.filter(({ labels }) => labels['app.kubernetes.io/name'] === 'memo');

export const containersOf = ({ spec }: Pods): IContainer[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];

/** @throws when there are none of that name. */
export function podsNamed(name: string, pods: readonly Pods[]): Pods {
  const found = pods.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** The container that a pod is there for. */
export function mainContainer({ name, spec }: Pods): IContainer {
  const [container] = spec.containers;
  if (container === undefined) throw new Error(`${name} has no container.`);
  return container;
}
