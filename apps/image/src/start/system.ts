import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres, startRedis, waitFor } from '@memo/testing';
import { startS3 } from '@memo/testing/s3';
import getPort from 'get-port';
import type { ComposeFile } from '../compose/compose-file.ts';
import type { Layer } from '../execute/layer.ts';
import { runContainer, startContainer, type Container } from './container.ts';
import { processSample, type Processed } from './sample.ts';

/** An app that was started from its image. */
export interface Started {
  name: string;
  startMs: number;
}

const apps = ['transcription-worker', 'analytics-worker', 'dashboard-sync-worker'] as const;

/** What a process says when it is ready to work. */
const readyWord = (name: string): string => (name === 'api' ? 'Listening' : 'Taking jobs');

export interface ToRun {
  layerOf: (name: string) => Promise<Layer>;
  compose: ComposeFile;
  directory: string;
}

/**
 * Runs the images as docker-compose.yml does, by its commands, on real servers of this machine: makes the secrets,
 * migrates, makes the bucket, starts all processes, and processes the sample call.
 */
export async function runSystem({
  layerOf,
  compose,
  directory,
}: ToRun): Promise<{ started: Started[]; processed: Processed }> {
  await using resources = new AsyncDisposableStack();
  const [postgres, redis, s3] = await Promise.all([startPostgres(), startRedis(), startS3()]);
  for (const server of [postgres, redis, s3]) resources.defer(() => server.close());

  const words = (name: string) => {
    const { entrypoint, command } = compose.services[name] ?? {};
    return { ...(entrypoint && { entrypoint }), ...(command && { command }) };
  };
  const memo = await layerOf('memo');
  const secrets = await mkdtemp(join(directory, 'secrets-'));
  await runContainer({
    layer: memo,
    ...words('secrets'),
    user: 'root',
    volumes: [{ source: secrets, target: '/run/memo', writable: true }],
  });
  const own = (name: string) => [{ source: join(secrets, name), target: '/run/memo' }];
  // The servers are elsewhere than those of docker-compose.yml; all else comes from the files of secrets.
  const settings = {
    DATABASE_URL: `${postgres.url}/postgres`,
    REDIS_URL: redis.url,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET_NAME: s3.bucket,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  };
  // Here the processes own their tables: roles are in no cluster of this run.
  const oneRole = { ...settings, DATABASE_OWNER_URL: '' };
  for (const name of ['migrate', 'bucket']) {
    await runContainer({ layer: memo, ...words(name), settings: oneRole, volumes: own(name) });
  }

  const start = async (name: string, more: Record<string, string> = {}) => {
    const layer = await layerOf(name);
    const environment = { ...settings, METRICS_PORT: String(await getPort()), ...more };
    const container = startContainer({
      layer,
      ...words(name),
      settings: environment,
      volumes: own(name),
    });
    resources.defer(() => container.stop());
    const { afterMs, line } = await container.said(readyWord(name));
    await untilHealthy(layer, environment, container);
    return { name, startMs: afterMs, line };
  };
  const port = await getPort();
  const api = await start('api', { HOST: '127.0.0.1', PORT: String(port) });
  const started: Started[] = [api];
  for (const name of apps) started.push(await start(name));
  return { started, processed: await processSample(`http://127.0.0.1:${port}`) };
}

/** Asks as the engine would, by the image's HEALTHCHECK. */
async function untilHealthy(
  layer: Layer,
  settings: Record<string, string>,
  { lines }: Container,
): Promise<void> {
  const { healthcheck } = layer;
  if (healthcheck === null) throw new Error(`${layer.name} has no health check`);
  await waitFor(
    `${layer.name} to be healthy; it said:\n${lines.slice(-5).join('\n')}`,
    async () => {
      const asked = startContainer({ layer, entrypoint: healthcheck, command: [], settings });
      return (await asked.ended) === 0;
    },
    { timeoutMs: 20_000, everyMs: 250 },
  );
}
