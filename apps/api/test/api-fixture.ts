import { buffer } from 'node:stream/consumers';
import { loadApiConfig } from '@memo/config';
import type { StatementRun } from '@memo/entities';
import { createS3Storage } from '@memo/storage';
import { createTestDatabase, startRedis, type TestDatabase } from '@memo/testing';
import { startS3 } from '@memo/testing/s3';
import request from 'supertest';
import { composeApi } from '../src/compose.ts';
import { startServer } from '../src/http/server.ts';
import { captureLog } from './capture-log.ts';
import { personBuilder } from './person.ts';

export type ApiFixture = Awaited<ReturnType<typeof startApi>>;

export const jwtSecret = 'a secret that is long enough for the tests';

/**
 * The whole API on a Redis and an S3 server of its own, listening on a free port. The database is a new one unless it
 * is given; `close` drops it in any case.
 * @param onRun is told of every statement of the API.
 */
export async function startApi(
  settings: Readonly<Record<string, string>> = {},
  given: Promise<TestDatabase> = createTestDatabase(),
  onRun?: (run: StatementRun) => void,
) {
  const [database, redis, s3] = await Promise.all([given, startRedis(), startS3()]);
  const config = loadApiConfig({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET_NAME: s3.bucket,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    JWT_SECRET: jwtSecret,
    HOST: '127.0.0.1',
    PORT: '0',
    // Tests sign up more people in a minute than one address may.
    RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
    RATE_LIMIT_USER_PER_MINUTE: '1000000',
    RATE_LIMIT_AUTH_PER_MINUTE: '1000000',
    RATE_LIMIT_AUTH_ADDRESS_PER_MINUTE: '1000000',
    ...settings,
  });
  const log = captureLog();
  const storage = createS3Storage(config.storage);
  const api = await composeApi(config, log.logger, '0.0.0-test', onRun);
  const server = await startServer(api.app, { ...config.http, drainMs: 1_000, lingerMs: 0 });
  api.ready();
  const url = `http://127.0.0.1:${server.port}`;
  const client = request(url);

  return {
    url,
    api: client,
    databaseUrl: database.url,
    s3Endpoint: s3.endpoint,
    dataSource: database.dataSource,
    redis,
    storage,
    /** What it tells of itself, with a METRICS_PORT. */
    metrics: async (path = '/metrics') => {
      const { port } = await log.line('Metrics are offered');
      return fetch(`http://127.0.0.1:${String(port)}${path}`);
    },
    /** What the API has logged so far, one JSON object a line. */
    logLines: log.lines,
    objectKeys: () => storage.listKeys(''),
    openUploads: () => s3.openUploads(),
    writeObject: (key: string, content: string) => storage.putText(key, content, 'audio/mp4'),
    readObject: async (key: string) => buffer(await storage.get(key)),
    person: personBuilder(client, database.dataSource),
    close: async () => {
      api.drain();
      await server.close();
      await api.close();
      storage.close();
      await Promise.all([database.close(), redis.close(), s3.close()]);
    },
  };
}
