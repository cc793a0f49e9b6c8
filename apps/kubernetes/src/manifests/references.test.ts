import { describe, expect, it } from '@jest/globals';
import { ScaledObject, TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service, ServiceAccount } from 'kubernetes-models/v1';
import { readBase } from './objects.ts';
import { mainContainer, podsOf } from './pods.ts';

const objects = (await readBase()).map(({ object }) => object);
const pods = podsOf(objects);
const deployments = pods.filter(({ kind }) => kind === 'Deployment');
const namesOf = (kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

type Labels = Readonly<Record<string, string>>;

/** The pods that labels select. */
const selected = (wanted: Labels = {}) =>
  pods.filter(({ labels }) =>
    Object.entries(wanted).every(([label, value]) => labels[label] === value),
  );

const portsOf = (wanted: Labels) =>
  selected(wanted).flatMap((one) => (mainContainer(one).ports ?? []).map(({ name }) => name));

describe('what is named is there', () => {
  it('the Service leads to a port of the API, and the Ingress to the Service', () => {
    const [service] = objects.filter((object) => Service.is(object));
    const [port] = service?.spec?.ports ?? [];
    expect(selected(service?.spec?.selector).map(({ name }) => name)).toEqual(['api']);
    expect(portsOf(service?.spec?.selector ?? {})).toContain(port?.targetPort);
    const [ingress] = objects.filter((object) => Ingress.is(object));
    const backends = ingress?.spec?.rules?.flatMap(({ http }) => http?.paths ?? []) ?? [];
    expect(backends.map(({ backend }) => backend.service)).toEqual([
      { name: service?.metadata.name, port: { name: port?.name } },
    ]);
  });

  it('every scaler has a Deployment, and every Deployment one scaler', () => {
    const scaled = objects.flatMap((object) =>
      ScaledObject.is(object) || HorizontalPodAutoscaler.is(object)
        ? [object.spec.scaleTargetRef.name]
        : [],
    );
    expect(scaled.sort()).toEqual(deployments.map(({ name }) => name).sort());
  });

  it('every pod has a ServiceAccount, which gets no token', () => {
    expect(namesOf('ServiceAccount').sort()).toEqual(pods.map(({ name }) => name).sort());
    const accounts = objects.filter((object) => ServiceAccount.is(object));
    const tokens = accounts.map(({ automountServiceAccountToken }) => automountServiceAccountToken);
    expect(new Set(tokens)).toEqual(new Set([false]));
  });

  it('scalers authenticate with what is there', () => {
    const used = objects.flatMap((object) =>
      ScaledObject.is(object)
        ? object.spec.triggers.map(({ authenticationRef }) => authenticationRef?.name)
        : [],
    );
    expect([...new Set(used)]).toEqual(namesOf(TriggerAuthentication.kind));
  });

  it('one API pod at a time is taken away, of two at least', () => {
    const [budget] = objects.filter((object) => PodDisruptionBudget.is(object));
    expect(selected(budget?.spec?.selector?.matchLabels).map(({ name }) => name)).toEqual(['api']);
    expect(budget?.spec?.maxUnavailable).toBe(1);
    const [autoscaler] = objects.filter((object) => HorizontalPodAutoscaler.is(object));
    expect(autoscaler?.spec.minReplicas).toBeGreaterThanOrEqual(2);
  });
});

describe('the network', () => {
  const policies = objects.filter((object) => NetworkPolicy.is(object));
  const policy = (name: string) => {
    const found = policies.find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`There is no policy ${name}.`);
    return found;
  };

  it('lets nothing in or out but what a policy names', () => {
    expect(policy('default-deny').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('leads to ports that the pods behind it have', () => {
    for (const { spec } of policies) {
      const wanted = spec?.podSelector?.matchLabels ?? {};
      for (const { ports = [] } of spec?.ingress ?? []) {
        for (const { port } of ports) expect(portsOf(wanted)).toContain(port);
      }
    }
    expect(selected(policy('api-from-ingress').spec?.podSelector?.matchLabels)).toHaveLength(1);
  });

  it('lets metrics be read by monitoring alone, of every process', () => {
    const reading = policies.filter(({ spec }) =>
      spec?.ingress?.some(({ ports }) => ports?.some(({ port }) => port === 'metrics')),
    );
    expect(reading.map(({ metadata }) => metadata.name)).toEqual(['metrics-from-monitoring']);
    expect(reading[0]?.spec?.ingress?.flatMap(({ from }) => from ?? [])).toEqual([
      { namespaceSelector: { matchLabels: { 'memo-access': 'monitoring' } } },
    ]);
  });

  it('lets out to the internet who speaks with engines, storage and the dashboard, and to no machine beside', () => {
    const { podSelector, egress } = policy('https').spec ?? {};
    expect(podSelector?.matchExpressions).toEqual([
      {
        key: 'app.kubernetes.io/component',
        operator: 'In',
        values: ['api', 'transcription-worker', 'dashboard-sync-worker', 'operate'],
      },
    ]);
    const [address] = egress?.flatMap(({ to }) => to ?? []) ?? [];
    expect(address?.ipBlock?.except).toEqual(
      expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16']),
    );
  });
});
