import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { execa } from 'execa';
import { parse } from 'yaml';
import { parseObjects, readBase, repository } from '../manifests/objects.ts';
import { containersOf, podsOf, type Pods } from '../manifests/pods.ts';
import { problemsWith } from '../manifests/schema.ts';
import { labelOfPod, relabel, type Labels, type RelabelRule } from './relabel.ts';

const read = (path: string) => readFile(join(repository, path), 'utf8');
const guide = await read('k8s/README.md');

/** What discovery finds: a target for each port that a container names, and one where it names none. */
const targetsOf = (pods: readonly Pods[], phase: string): Labels[] =>
  pods.flatMap((pod) =>
    containersOf(pod)
      .flatMap(({ ports }) => (ports ?? [{ name: undefined }]).map(({ name = '' }) => name))
      .map((port) => ({
        ...Object.fromEntries(
          Object.entries(pod.labels).map(([label, value]) => [labelOfPod(label), value]),
        ),
        __meta_kubernetes_pod_name: `${pod.name}-7c9f-x2x`,
        __meta_kubernetes_pod_container_port_name: port,
        __meta_kubernetes_pod_phase: phase,
        job: 'memo/memo',
      })),
  );

let pods: Pods[];
let jobs: string[];
beforeAll(async () => {
  pods = podsOf((await readBase()).map(({ object }) => object));
  const { scrape_configs: configs } = parse(await read('ops/prometheus/prometheus.yml')) as {
    scrape_configs: { job_name: string }[];
  };
  jobs = configs.map(({ job_name }) => job_name).sort();
});

/** `job instance` of everything that is scraped. */
const scraped = (targets: readonly Labels[], rules: readonly RelabelRule[]): string[] =>
  targets.flatMap((target) => {
    const labels = relabel(target, rules);
    return labels === null ? [] : [`${labels.job ?? ''} ${labels.instance ?? ''}`];
  });

const wanted = () => jobs.map((job) => `${job} ${job.replace('memo-', '')}-7c9f-x2x`);

describe('a Prometheus in the cluster', () => {
  it('finds every process once, under the job that alerts and dashboard ask for, by ops/prometheus/kubernetes.yml', async () => {
    const { scrape_configs: configs } = parse(await read('ops/prometheus/kubernetes.yml')) as {
      scrape_configs: { relabel_configs: RelabelRule[] }[];
    };
    const rules = configs.flatMap(({ relabel_configs }) => relabel_configs);
    expect(scraped(targetsOf(pods, 'Running'), rules).sort()).toEqual(wanted());
    expect(scraped(targetsOf(pods, 'Pending'), rules)).toEqual([]);
  });

  it('and by the PodMonitor of its operator', async () => {
    const [object] = parseObjects(await read('k8s/monitoring/pod-monitor.yaml'));
    if (!PodMonitor.is(object)) throw new Error('It is no PodMonitor.');
    const [endpoint] = object.spec.podMetricsEndpoints ?? [];
    const selected = pods.filter(({ labels }) =>
      Object.entries(object.spec.selector.matchLabels ?? {}).every(
        ([label, value]) => labels[label] === value,
      ),
    );
    const targets = targetsOf(selected, 'Running').filter(
      (labels) => labels.__meta_kubernetes_pod_container_port_name === endpoint?.port,
    );
    const rules = (endpoint?.relabelings ?? []).map(
      ({ sourceLabels, targetLabel, replacement }): RelabelRule => ({
        ...(sourceLabels && { source_labels: sourceLabels }),
        ...(targetLabel && { target_label: targetLabel }),
        ...(replacement && { replacement }),
      }),
    );
    expect(scraped(targets, rules).sort()).toEqual(wanted());
  });

  it('is told of no pod by an annotation, which would have it read twice under another job', () => {
    const annotated = pods.filter(({ annotations }) =>
      Object.keys(annotations).some((name) => name.startsWith('prometheus.io/')),
    );
    expect(annotated.map(({ name }) => name)).toEqual([]);
  });

  it('gets the alerts as an object of its operator, as the guide makes it', async () => {
    const [, command = ''] = /^(\(printf .*PrometheusRule[^]*?) \|\s+kubectl /m.exec(guide) ?? [];
    const { stdout } = await execa('sh', ['-c', command], { cwd: repository });
    const [rule] = parseObjects(stdout);
    expect(rule && problemsWith(rule)).toEqual([]);
    expect(rule).toMatchObject({
      kind: 'PrometheusRule',
      spec: parse(await read('ops/prometheus/alerts.yml')) as object,
    });
  });
});
