import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '@memo/entities';
import { createDataSource } from '@memo/entities/connections';
import { createS3Storage } from '@memo/storage';
import {
  startPostgres,
  startRedis,
  startTcpProxy,
  type PostgresServer,
  type TcpProxy,
  type TestRedis,
} from '@memo/testing';
import { startDashboard, type TestDashboard } from '@memo/testing/dashboard';
import { startS3, type TestS3 } from '@memo/testing/s3';
import getPort from 'get-port';
import type { DataSource } from 'typeorm';
import { startEngine, type Engine } from './engine.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { startHttpGate, type HttpGate } from './http-gate.ts';
import type { Orders } from './inside.ts';
import { createScratch, type Scratch } from './scratch.ts';

/** What the processes stand on. */
export interface Servers {
  postgres: PostgresServer;
  redis: TestRedis;
  s3: TestS3;
  engine: Engine;
  dashboard: TestDashboard;
}

export interface SystemOptions {
  /** Servers that are there already; whoever started them closes them. */
  given?: Partial<Servers>;
  /** Of the system whose sessions and audit log this one goes on with. */
  jwtSecret?: string;
  /** Makes the tables. */
  prepare?: (databaseUrl: string) => Promise<unknown>;
  /** Starts the processes. */
  start?: (settings: Readonly<Record<string, string>>) => Promise<Fleet>;
}

export interface System extends Servers {
  fleet: Fleet;
  /** What the processes were started with. */
  settings: Readonly<Record<string, string>>;
  databaseUrl: string;
  storage: ReturnType<typeof createS3Storage>;
  /** Past all proxies, for looking inside. */
  database: DataSource;
  proxies: Readonly<Record<'postgres' | 'redis', TcpProxy>>;
  gates: Readonly<Record<'storage' | 'engine' | 'dashboard', HttpGate>>;
  /** Where the workers keep their temporary files. */
  scratch: Scratch;
  /** Has a process do something to itself. */
  order(pid: number, orders: Orders): Promise<void>;
  /** All that was broken answers again. */
  restore(): void;
  close(): Promise<void>;
}

/** Deliveries are signed with it. */
export const signingSecret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const latencyMs = 300;

/** Two API processes and two workers of each kind. */
const twoOfEach = async (settings: Readonly<Record<string, string>>): Promise<Fleet> =>
  startFleet({
    sizes: { api: 2, 'transcription-worker': 2, 'analytics-worker': 2, 'dashboard-sync-worker': 2 },
    ports: [await getPort(), await getPort()],
    settings,
  });

/** The processes of Memo on servers that can be taken from them. */
export async function startSystem({
  given = {},
  jwtSecret = randomUUID(),
  prepare = (url) => migrate({ url }),
  start = twoOfEach,
}: SystemOptions = {}): Promise<System> {
  await using resources = new AsyncDisposableStack();
  const own = <T>(server: T, close: (server: T) => Promise<void>): T => {
    resources.defer(() => close(server));
    return server;
  };
  const postgres = given.postgres ?? own(await startPostgres(), (one) => one.close());
  const redis = given.redis ?? own(await startRedis(), (one) => one.close());
  const s3 = given.s3 ?? own(await startS3(), (one) => one.close());
  const engine = given.engine ?? own(await startEngine(latencyMs), (one) => one.gemini.close());
  const dashboard =
    given.dashboard ?? own(await startDashboard({ secret: signingSecret }), (one) => one.close());
  const databaseUrl = `${postgres.url}/postgres`;
  await prepare(databaseUrl);
  const database = createDataSource({ url: databaseUrl, poolSize: 2 });
  await database.initialize();
  resources.defer(() => database.destroy());

  const proxies = {
    postgres: await startTcpProxy(databaseUrl),
    redis: await startTcpProxy(redis.url),
  };
  const gates = {
    storage: await startHttpGate(s3.endpoint),
    engine: await startHttpGate(engine.gemini.baseUrl),
    dashboard: await startHttpGate(dashboard.url),
  };
  const between = [...Object.values(proxies), ...Object.values(gates)];
  for (const one of between) resources.defer(() => one.close());
  const scratch = await createScratch();
  resources.defer(() => scratch.close());
  const ordersFile = join(scratch.directory, 'orders.json');
  const inside = new URL('inside.ts', import.meta.url);
  inside.searchParams.set('orders', ordersFile);

  const settings = {
    DATABASE_URL: proxies.postgres.url,
    REDIS_URL: proxies.redis.url,
    S3_ENDPOINT: gates.storage.url,
    S3_BUCKET_NAME: s3.bucket,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    JWT_SECRET: jwtSecret,
    GEMINI_KEY: engine.gemini.apiKey,
    GEMINI_BASE_URL: gates.engine.url,
    DASHBOARD_BASE_URL: gates.dashboard.url,
    DASHBOARD_SIGNING_SECRET: signingSecret,
    TMPDIR: scratch.directory,
    NODE_OPTIONS: `--import=${inside.href}`,
    // The recordings are tones, in which a voice detector hears nobody.
    SPEECH_DETECTION: 'silence',
    // Two workers of a kind on two cores.
    WORKER_CONCURRENCY: '2',
    CHUNK_MINUTES: '2',
    RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
    RATE_LIMIT_USER_PER_MINUTE: '1000000',
    RATE_LIMIT_AUTH_PER_MINUTE: '1000000',
    RATE_LIMIT_AUTH_ADDRESS_PER_MINUTE: '1000000',
  };
  const fleet = await start(settings);
  resources.defer(() => fleet.close());
  const storage = createS3Storage(s3);
  resources.defer(() => storage.close());
  const owned = resources.move();
  return {
    ...{ postgres, redis, s3, engine, dashboard, fleet, settings, databaseUrl },
    ...{ storage, database, proxies, gates, scratch },
    order: async (pid, orders) => {
      // In one step: the process ordered before may be reading it.
      await writeFile(`${ordersFile}.new`, JSON.stringify(orders));
      await rename(`${ordersFile}.new`, ordersFile);
      process.kill(pid, 'SIGUSR2');
    },
    restore: () => {
      for (const one of between) one.restore();
      engine.gemini.clearFaults();
      redis.resume();
      scratch.empty();
    },
    close: () => owned.disposeAsync(),
  };
}
