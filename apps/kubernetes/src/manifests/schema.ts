import { ScaledObject, TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import {
  PodMonitor,
  PrometheusRule,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Secret, Service, ServiceAccount } from 'kubernetes-models/v1';
import type { KubernetesObject } from './objects.ts';
import { watchFields } from './watch-fields.ts';

interface Model {
  apiVersion: string;
  kind: string;
  prototype: object;
}

const models: readonly Model[] = [
  ...[ConfigMap, Namespace, Secret, Service, ServiceAccount, Deployment, StatefulSet, Job, CronJob],
  ...[HorizontalPodAutoscaler, PodDisruptionBudget, Ingress, NetworkPolicy],
  ...[ScaledObject, TriggerAuthentication, PodMonitor, PrometheusRule],
];

/**
 * What the schema of its kind says against an object, in sentences. The schemas take fields that they do not know, as
 * those of a newer cluster may be; here one is a typing error: whatever a validation does not look at, it does not know.
 */
export function problemsWith(object: KubernetesObject): string[] {
  const { apiVersion, kind } = object;
  const model = models.find((one) => one.apiVersion === apiVersion && one.kind === kind);
  if (model === undefined) return [`There is no schema for ${apiVersion} ${kind} here.`];
  const { watched, unread } = watchFields(object);
  const validate = Reflect.get(model.prototype, 'validate') as () => void;
  try {
    validate.call(watched);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return unread().map((path) => `${path} is no field of a ${kind}.`);
}
