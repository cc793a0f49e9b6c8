import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { parseObjects, readBase, repository, type KubernetesObject } from './objects.ts';

interface Target {
  group?: string;
  kind?: string;
  name?: string;
}

interface Patch {
  path: string;
  target?: Target;
}

const read = (path: string) => readFile(join(repository, 'k8s/overlays', path), 'utf8');

/** Whom a patch changes: kustomize says nothing where that is nobody. Its names are regular expressions, of all of a name. */
const isMeant = ({ group, kind, name }: Target, { apiVersion, ...object }: KubernetesObject) =>
  [
    [group, apiVersion.includes('/') ? apiVersion.split('/')[0] : ''],
    [kind, object.kind],
    [name, object.metadata.name],
  ].every(([wanted, is]) => wanted === undefined || new RegExp(`^(?:${wanted})$`).test(is ?? ''));

const changedBy = async (overlay: string): Promise<Record<string, string[]>> => {
  const base = (await readBase()).map(({ object }) => object);
  const { patches } = parse(await read(`${overlay}/kustomization.yaml`)) as { patches: Patch[] };
  const entries = patches.map(async ({ path, target }) => {
    const [own] = parseObjects(await read(`${overlay}/${path}`));
    const meant = target ?? { kind: own?.kind ?? '', name: own?.metadata.name ?? '' };
    const changed = base.filter((object) => isMeant(meant, object));
    return [path, changed.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};

describe('the patches of', () => {
  it('overlays/production name its host, and the addresses of every server in private networks', async () => {
    expect(await changedBy('production')).toEqual({
      'host.yaml': ['Ingress api'],
      'addresses.yaml': ['NetworkPolicy database', 'NetworkPolicy queues'],
    });
  });

  it('overlays/dev take away what it has no controller for, and make the rest small', async () => {
    expect(await changedBy('dev')).toEqual({
      'without-keda.yaml': [
        'ScaledObject analytics-worker',
        'ScaledObject dashboard-sync-worker',
        'ScaledObject transcription-worker',
        'TriggerAuthentication ledger',
      ],
      'without-ingress.yaml': ['Ingress api'],
      'small.yaml': ['HorizontalPodAutoscaler api'],
      'small-requests.yaml': [
        'Deployment analytics-worker',
        'Deployment api',
        'Deployment dashboard-sync-worker',
        'Deployment transcription-worker',
      ],
    });
  });
});
