import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadApiConfig, loadTranscriptionWorkerConfig } from '@memo/config';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1';
import { readBase, readBaseSettings, repository, type KubernetesObject } from './objects.ts';
import { mainContainer, podsOf, type Pods } from './pods.ts';
import { bytesOf } from './quantity.ts';

const mebibyte = 1024 ** 2;
/** The form around two recordings: fifty fields of 64 KiB at most. */
const formBytes = 50 * 64 * 1024;

const required = {
  DATABASE_URL: 'postgres://memo_app:password@postgres:5432/memo',
  REDIS_URL: 'redis://redis:6379',
  JWT_SECRET: 'x'.repeat(32),
};

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

const podsNamed = (name: string): Pods => {
  const found = podsOf(objects).find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};

/** A number that the code keeps to itself. */
async function constantIn(path: string, pattern: RegExp): Promise<number> {
  const [, value] = pattern.exec(await readFile(join(repository, path), 'utf8')) ?? [];
  if (value === undefined) throw new Error(`${path} has no ${String(pattern)}.`);
  return Number(value.replaceAll('_', ''));
}

describe('there is room', () => {
  it('on the scratch volume for the longest recordings, in every slot at once', async () => {
    const decodedBytes = await constantIn('libs/audio/src/limits.ts', /maxOutputBytes: ([\d_]+)/);
    const { spec } = podsNamed('transcription-worker');
    const most = worker.worker.concurrency * 2 * (api.upload.maxBytes + decodedBytes);
    const [scratch] = spec.volumes ?? [];
    expect(bytesOf(scratch?.emptyDir?.sizeLimit)).toBeGreaterThan(most);
    const { limits } = mainContainer(podsNamed('transcription-worker')).resources ?? {};
    expect(bytesOf(limits?.['ephemeral-storage'])).toBeGreaterThan(
      bytesOf(scratch?.emptyDir?.sizeLimit),
    );
  });

  it('in the memory of the API for all uploads and all documents at once', async () => {
    const renderer = 'apps/api/src/features/meeting-export/render/renderer.ts';
    const documents = (await constantIn(renderer, /memoryMb = ([\d_]+)/)) * 1_000_000;
    const uploads = api.upload.atOnce.perProcess * 15 * mebibyte;
    const idle = 200 * mebibyte;
    const { limits } = mainContainer(podsNamed('api')).resources ?? {};
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
