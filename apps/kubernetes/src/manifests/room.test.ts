import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  loadAnalyticsWorkerConfig,
  loadApiConfig,
  loadTranscriptionWorkerConfig,
  type Environment,
} from '@memo/config';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1';
import { readBase, readBaseSettings, repository, type KubernetesObject } from './objects.ts';
import { mainContainer, podsNamed, podsOf } from './pods.ts';
import { bytesOf } from './quantity.ts';
import { sampleAddresses } from './settings.ts';

const mebibyte = 1024 ** 2;
/** The form around two recordings: fifty fields of 64 KiB at most. */
const formBytes = 50 * 64 * 1024;

const { DATABASE_URL, REDIS_URL } = sampleAddresses;
const required = { DATABASE_URL, REDIS_URL, JWT_SECRET: 'x'.repeat(32) };

let objects: KubernetesObject[];
let api: ReturnType<typeof loadApiConfig>;
let worker: ReturnType<typeof loadTranscriptionWorkerConfig>;

beforeAll(async () => {
  objects = (await readBase()).map(({ object }) => object);
  const settings = await readBaseSettings();
  api = loadApiConfig({ ...settings['api-settings'], ...required });
  worker = loadTranscriptionWorkerConfig({
    ...settings['transcription-worker-settings'],
    ...required,
  });
});

const named = (name: string) => podsNamed(name, podsOf(objects));

/** What a process is told of its scratch volume. */
const scratchBytes = (environment: Environment): number | null =>
  loadAnalyticsWorkerConfig(environment).metrics.scratchBytes;

/** A number that the code keeps to itself. */
async function constantIn(path: string, pattern: RegExp): Promise<number> {
  const [, value] = pattern.exec(await readFile(join(repository, path), 'utf8')) ?? [];
  if (value === undefined) throw new Error(`${path} has no ${String(pattern)}.`);
  return Number(value.replaceAll('_', ''));
}

describe('there is room', () => {
  it('on the scratch volume for the longest recordings, in every slot at once', async () => {
    const decodedBytes = await constantIn('libs/audio/src/limits.ts', /maxOutputBytes: ([\d_]+)/);
    const { spec } = named('transcription-worker');
    const most = worker.worker.concurrency * 2 * (api.upload.maxBytes + decodedBytes);
    const [scratch] = spec.volumes ?? [];
    expect(bytesOf(scratch?.emptyDir?.sizeLimit)).toBeGreaterThan(most);
    const { limits } = mainContainer(named('transcription-worker')).resources ?? {};
    expect(bytesOf(limits?.['ephemeral-storage'])).toBeGreaterThan(
      bytesOf(scratch?.emptyDir?.sizeLimit),
    );
  });

  it('of which every process knows how much: a volume of a pod is smaller than the disk it is on', async () => {
    const settings = await readBaseSettings();
    for (const { name, kind, spec } of podsOf(objects)) {
      if (kind !== 'Deployment') continue;
      const told = scratchBytes({ ...settings[`${name}-settings`], ...required });
      const [scratch] = spec.volumes ?? [];
      expect([name, told]).toEqual([name, bytesOf(scratch?.emptyDir?.sizeLimit)]);
    }
  });

  it('in the memory of the API for all uploads and all documents at once', async () => {
    const renderer = 'apps/api/src/features/meeting-export/render/renderer.ts';
    const documents = (await constantIn(renderer, /memoryMb = ([\d_]+)/)) * 1_000_000;
    const uploads = api.upload.atOnce.perProcess * 15 * mebibyte;
    const idle = 200 * mebibyte;
    const { limits } = mainContainer(named('api')).resources ?? {};
    expect(bytesOf(limits?.memory)).toBeGreaterThanOrEqual(idle + uploads + documents);
  });

  it('at the ingress for two recordings and their form, and patience for what streams', async () => {
    const ingress = objects.find((object) => Ingress.is(object));
    const annotations = ingress?.metadata.annotations ?? {};
    const silentMs = await constantIn(
      'apps/api/src/http/server.ts',
      /idleSocketTimeoutMs = ([\d_]+)/,
    );
    for (const [size, timeout] of [
      [
        'nginx.ingress.kubernetes.io/proxy-body-size',
        'nginx.ingress.kubernetes.io/proxy-read-timeout',
      ],
      ['nginx.org/client-max-body-size', 'nginx.org/proxy-read-timeout'],
    ] as const) {
      const mebibytes = Number(annotations[size]?.replace('m', ''));
      expect(mebibytes * mebibyte).toBeGreaterThanOrEqual(2 * api.upload.maxBytes + formBytes);
      expect(parseInt(annotations[timeout] ?? '', 10) * 1_000).toBeGreaterThan(silentMs);
    }
    expect(annotations).toMatchObject({
      'nginx.ingress.kubernetes.io/proxy-buffering': 'off',
      'nginx.ingress.kubernetes.io/proxy-request-buffering': 'off',
      'nginx.org/proxy-buffering': 'false',
    });
  });
});
