import { loadPart, settingsAlone } from '@memo/config';
import { corsRule } from '@memo/storage';
import getPort from 'get-port';
import type { DataDir } from './data-dir.ts';
import { preparePostgresDirectory } from './embedded/postgres-directory.ts';
import { postgresPart, postgresUrl } from './embedded/postgres.ts';
import { redisPart, redisUrl } from './embedded/redis.ts';
import { s3Part, s3Settings } from './embedded/s3.ts';
import type { Part } from './processes/supervisor.ts';
import type { Secrets } from './secrets.ts';
import { externalParts, type Settings } from './settings.ts';

export interface ServerPlan {
  /** What the apps are told about the servers. */
  settings: Settings;
  /** Those that have to be there when the apps start. */
  beforeApps: Part[];
  besideApps: Part[];
}

/** Which servers the stack has to start itself, on free ports, and how the apps will reach them. */
export async function planServers({
  given,
  dataDir,
  secrets,
  logPath,
  notify,
}: {
  given: Settings;
  dataDir: DataDir;
  secrets: Secrets;
  logPath: (name: string) => string;
  notify: (message: string) => void;
}): Promise<ServerPlan> {
  const external = externalParts(given);
  const plan: ServerPlan = { settings: {}, beforeApps: [], besideApps: [] };
  const add = (parts: Part[], part: Part, settings: Settings) => {
    parts.push(part);
    Object.assign(plan.settings, settings);
  };
  // A server has no use for our settings.
  const options = (name: string) => ({
    environment: settingsAlone(given),
    logPath: logPath(name),
  });

  if (!external.database) {
    const postgres = {
      directory: await preparePostgresDirectory({
        dataDir: dataDir.root,
        stackId: secrets.stackId,
        notify,
      }),
      port: await getPort(),
      // Data directories of 0.2.0 have a superuser of this name.
      superuser: { name: 'memo', password: secrets.postgresPassword },
      owner: { name: 'memo_app', password: secrets.postgresAppPassword },
      database: 'memo',
    };
    add(plan.beforeApps, postgresPart(postgres, options('postgres')), {
      DATABASE_URL: postgresUrl(postgres),
    });
  }
  if (!external.redis) {
    const redis = {
      directory: dataDir.redis,
      port: await getPort(),
      password: secrets.redisPassword,
    };
    add(plan.beforeApps, await redisPart(redis, options('redis')), { REDIS_URL: redisUrl(redis) });
  }
  if (!external.s3) {
    const { S3_PUBLIC_ENDPOINT } = given;
    const { corsOrigins } = loadPart('http', given);
    const s3 = {
      directory: dataDir.s3,
      bucket: 'memo',
      port: await getPort(),
      credentials: {
        accessKeyId: secrets.s3AccessKeyId,
        secretAccessKey: secrets.s3SecretAccessKey,
      },
      publicHosts: S3_PUBLIC_ENDPOINT === undefined ? [] : [new URL(S3_PUBLIC_ENDPOINT).host],
      cors: corsOrigins.length === 0 ? null : corsRule(corsOrigins),
    };
    add(plan.besideApps, s3Part(s3, options('s3')), s3Settings(s3));
  }
  return plan;
}
