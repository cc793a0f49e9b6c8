import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { build, findKubectl } from './kustomize.ts';
import { parseObjects, readBase, repository, type KubernetesObject } from './objects.ts';

const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** `policy: ports → addresses` of everything that pods may ask. */
const waysOut = (objects: readonly KubernetesObject[]): Record<string, string> =>
  Object.fromEntries(
    objects.flatMap((object) => {
      if (!NetworkPolicy.is(object)) return [];
      const egress = object.spec?.egress ?? [];
      return egress.map(({ to = [], ports = [] }) => {
        const where = to.map(({ ipBlock, namespaceSelector }) =>
          ipBlock === undefined
            ? Object.values(namespaceSelector?.matchLabels ?? {}).join()
            : `${ipBlock.cidr}${ipBlock.except ? ` but ${ipBlock.except.join(' ')}` : ''}`,
        );
        const by = ports.map(({ protocol, port }) => `${protocol ?? ''} ${port ?? ''}`);
        return [
          (object as KubernetesObject).metadata.name,
          `${by.join(', ')} → ${where.join(', ')}`,
        ] as const;
      });
    }),
  );

const inside = privateNetworks.join(', ');
const outside = `0.0.0.0/0 but ${privateNetworks.join(' ')} 169.254.0.0/16 100.64.0.0/10`;

describe('the ways out', () => {
  it('of k8s/base are names, PostgreSQL, Redis, mail and HTTPS, by their ports', async () => {
    expect(waysOut((await readBase()).map(({ object }) => object))).toEqual({
      names: 'UDP 53, TCP 53 → kube-system',
      database: `TCP 5432 → ${inside}`,
      queues: `TCP 6379 → ${inside}`,
      mail: 'TCP 465, TCP 587 → 0.0.0.0/0 but 169.254.0.0/16 100.64.0.0/10',
      https: `TCP 443 → ${outside}`,
    });
  });
});

if ((await findKubectl())?.isNewEnough === true) {
  describe('what is applied of overlays/production', () => {
    it('leads to the subnet of PostgreSQL and Redis, and to no other private network', async () => {
      const addresses = await readFile(
        join(repository, 'k8s/overlays/production/addresses.yaml'),
        'utf8',
      );
      const [patch] = parseObjects(addresses) as unknown as {
        value: { ipBlock: { cidr: string } }[];
      }[][];
      const [subnet] = patch?.[0]?.value ?? [];
      const built = waysOut(await build('overlays/production'));
      expect(built).toMatchObject({
        database: `TCP 5432 → ${subnet?.ipBlock.cidr ?? ''}`,
        queues: `TCP 6379 → ${subnet?.ipBlock.cidr ?? ''}`,
      });
      const open = Object.entries(built).filter(([, way]) =>
        way.includes(`→ ${privateNetworks[0] ?? ''}`),
      );
      expect(open).toEqual([]);
    });
  });

  it('overlays/dev asks a cluster for no KEDA and no ingress controller', async () => {
    const kinds = (await build('overlays/dev')).map(
      ({ apiVersion, kind }) => `${apiVersion} ${kind}`,
    );
    expect(kinds.filter((kind) => /keda|Ingress$/.test(kind))).toEqual([]);
  });
}
