import { migrate } from '@memo/entities';
import { createDataSource } from '@memo/entities/connections';
import type { DataSource } from 'typeorm';
import { plainEnvironment, startProcess } from '@memo/testing/processes';

/** What the apps are told about the servers, under the names of their settings. */
export interface ServerSettings extends Record<string, string> {
  DATABASE_URL: string;
  REDIS_URL: string;
  S3_ENDPOINT: string;
  S3_BUCKET_NAME: string;
  AWS_REGION: string;
  AWS_ACCESS_KEY_ID: string;
  AWS_SECRET_ACCESS_KEY: string;
}

export interface ServersReady {
  settings: ServerSettings;
  /** For files of the benchmark; goes with the servers. */
  directory: string;
}

export interface Servers extends ServersReady {
  /** For looking inside. */
  database: DataSource;
}

/** Private servers with an empty, migrated database. */
export async function startServers(resources: AsyncDisposableStack): Promise<Servers> {
  const servers = resources.use(
    startProcess({
      main: new URL('servers.main.ts', import.meta.url),
      environment: plainEnvironment(),
      stopBy: 'end of stdin',
    }),
  );
  const { settings, directory } = await servers.said((line) =>
    'settings' in line ? (line as unknown as ServersReady) : undefined,
  );
  await migrate({ url: settings.DATABASE_URL });
  const database = createDataSource({
    url: settings.DATABASE_URL,
    poolSize: 1,
    // Tables are filled and indexed by the million.
    answerWithinMs: null,
  });
  await database.initialize();
  resources.defer(() => database.destroy());
  return { settings, directory, database };
}
