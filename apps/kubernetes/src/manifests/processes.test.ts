import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { lastResortMs } from '@memo/jobs';
import type { IContainer } from 'kubernetes-models/v1';
import { readBase, readBaseSettings, repository } from './objects.ts';
import { containersOf, mainContainer, podsNamed, podsOf } from './pods.ts';
import { bytesOf } from './quantity.ts';
import type { ConfigMaps } from './settings.ts';

const pods = podsOf((await readBase()).map(({ object }) => object));
const deployments = pods.filter(({ kind }) => kind === 'Deployment');
const workers = deployments.filter(({ name }) => name !== 'api');

const named = (name: string) => podsNamed(name, pods);

const read = (path: string) => readFile(join(repository, path), 'utf8');

let settings: ConfigMaps;
const setting = (name: string, variable: string): string => {
  const value = settings[`${name}-settings`]?.[variable];
  if (value === undefined) throw new Error(`${variable} of ${name} is not set.`);
  return value;
};

beforeAll(async () => {
  settings = await readBaseSettings();
});

const probesOf = ({ startupProbe, livenessProbe, readinessProbe }: IContainer) =>
  [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);

describe('the probes', () => {
  it('of the API ask routes that it has, and whether it lives depends on nobody else', async () => {
    const { paths } = JSON.parse(await read('docs/openapi.json')) as { paths: object };
    const container = mainContainer(named('api'));
    for (const probe of probesOf(container)) {
      expect(probe?.port).toBe('http');
      expect(Object.keys(paths)).toContain(probe?.path);
    }
    expect(container.livenessProbe?.httpGet?.path).toBe('/health');
    expect(container.readinessProbe?.httpGet?.path).toBe('/ready');
  });

  it.each(workers.map((one) => [one.name, one] as const))(
    'of the %s ask the port of its metrics',
    (_, one) => {
      const paths = probesOf(mainContainer(one)).map((probe) => {
        expect(probe?.port).toBe('metrics');
        return probe?.path;
      });
      expect(paths).toEqual(['/ready', '/live', '/ready']);
    },
  );

  it.each(deployments.map((one) => [one.name, one] as const))(
    'and scrapes of the %s find the port that it is told to listen on',
    (name, one) => {
      const { ports = [] } = mainContainer(one);
      const metrics = ports.find((port) => port.name === 'metrics');
      expect(String(metrics?.containerPort)).toBe(setting(name, 'METRICS_PORT'));
    },
  );
});

describe('the images', () => {
  it('are the targets of the Dockerfile, and every target is used', async () => {
    const targets = [...(await read('Dockerfile')).matchAll(/^FROM runtime AS (\S+)$/gm)];
    const images = new Set(pods.flatMap(containersOf).map(({ image }) => image));
    expect([...images].sort()).toEqual(targets.map(([, target]) => `memo/${target}`).sort());
  });

  it('run as the user that they are made for', async () => {
    expect(await read('Dockerfile')).toMatch(/^USER node$/m);
    for (const { spec } of pods) expect(spec.securityContext?.runAsUser).toBe(1_000);
  });
});

describe('every pod', () => {
  it.each(pods.map((one) => [one.name, one] as const))(
    '%s has no right that it does not need, and writes to its scratch volume alone',
    (name, one) => {
      const { spec } = one;
      expect(spec).toMatchObject({
        serviceAccountName: name,
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      const files = { name: 'files', configMap: { name: 'operate-files', optional: true } };
      expect(spec.volumes).toEqual([
        { name: 'scratch', emptyDir: { sizeLimit: expect.stringMatching(/^\d+[MG]i$/) } },
        ...(name === 'operate' ? [files] : []),
      ]);
      for (const container of containersOf(one)) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        const written = container.volumeMounts?.filter(({ readOnly }) => readOnly !== true);
        expect(written).toEqual([{ name: 'scratch', mountPath: '/tmp' }]);
        const { requests, limits } = container.resources ?? {};
        expect(bytesOf(limits?.memory)).toBeGreaterThan(bytesOf(requests?.memory));
        expect(requests?.cpu).toBeDefined();
      }
    },
  );

  it.each(deployments.map((one) => [one.name, one] as const))(
    '%s waits until the database has the tables of its release',
    (_, { spec }) => {
      expect(spec.initContainers?.map(({ image, args }) => [image, args?.slice(0, 2)])).toEqual([
        ['memo/memo', ['migrate', 'wait']],
      ]);
    },
  );
});

describe('a pod that is told to end', () => {
  it.each(workers.map((one) => [one.name, one] as const))(
    '%s has the time that its process takes at most',
    (name, { spec }) => {
      const drainMs = Number(setting(name, 'WORKER_DRAIN_SECONDS')) * 1_000;
      expect(spec.terminationGracePeriodSeconds ?? 0).toBeGreaterThanOrEqual(
        (drainMs + lastResortMs) / 1_000,
      );
    },
  );

  it('the transcription worker lets a call of an engine end, however long it may take', async () => {
    const [, longest] = /^#AI_TIMEOUT_SECONDS=(\d+)$/m.exec(await read('.env.example')) ?? [];
    const drain = Number(setting('transcription-worker', 'WORKER_DRAIN_SECONDS'));
    expect(drain).toBeGreaterThanOrEqual(Number(longest));
  });

  it('the API goes on until the proxies know, and then has the time that its process takes at most', async () => {
    const main = await read('apps/api/src/main.ts');
    const [, afterwardsMs = ''] = /lastResortMs = ([\d_]+);/.exec(main) ?? [];
    const drain = Number(setting('api', 'API_DRAIN_SECONDS'));
    expect(drain).toBeGreaterThanOrEqual(300);
    const { spec } = named('api');
    const known = mainContainer(named('api')).lifecycle?.preStop?.sleep?.seconds ?? 0;
    expect(known).toBeGreaterThanOrEqual(5);
    expect(spec.terminationGracePeriodSeconds ?? 0).toBeGreaterThanOrEqual(
      known + drain + Number(afterwardsMs.replaceAll('_', '')) / 1_000,
    );
  });
});
