import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import type { KubernetesObject } from './objects.ts';

/** Pods as their Deployment, or Job, makes them. */
export interface Pods {
  name: string;
  kind: string;
  labels: Record<string, string>;
  spec: IPodSpec;
}

export const podsOf = (objects: readonly KubernetesObject[]): Pods[] =>
  objects.flatMap((object) => {
    if (!Deployment.is(object) && !StatefulSet.is(object) && !Job.is(object)) return [];
    const { name } = (object as KubernetesObject).metadata;
    const { metadata, spec } = object.spec?.template ?? {};
    if (spec === undefined) return [];
    return [{ name, kind: object.kind, labels: metadata?.labels ?? {}, spec }];
  });

/** Those of the processes of Memo, which have an image of their own. */
export const ownPods = (pods: readonly Pods[]): Pods[] =>
  pods.filter(({ labels }) => labels['app.kubernetes.io/name'] === 'memo');

export const containersOf = ({ spec }: Pods): IContainer[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];

/** The container that a pod is there for. */
export function mainContainer({ name, spec }: Pods): IContainer {
  const [container] = spec.containers;
  if (container === undefined) throw new Error(`${name} has no container.`);
  return container;
}
