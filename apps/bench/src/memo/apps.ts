import { randomUUID } from 'node:crypto';
import { plainEnvironment, startProcess, type RunningProcess } from '@memo/testing/processes';
import { compiledApp } from './compiled-app.ts';
import type { ServerSettings } from './servers.ts';

export type AppSettings = ServerSettings & Readonly<Record<string, string>>;

export interface RunningApi extends AsyncDisposable {
  url: string;
  pid: number;
}

/** For benchmarks that ask more often than one user may. */
export const unlimited = {
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000000',
  RATE_LIMIT_USER_PER_MINUTE: '1000000000',
  RATE_LIMIT_AUTH_PER_MINUTE: '1000000000',
  RATE_LIMIT_AUTH_ADDRESS_PER_MINUTE: '1000000000',
  UPLOADS_AT_ONCE: '1000',
  UPLOADS_AT_ONCE_PER_USER: '1000',
};

/** The API as users run it, on a free port. */
export async function startApi(
  resources: AsyncDisposableStack,
  settings: AppSettings,
): Promise<RunningApi> {
  const app = resources.use(
    startApp('api', { HOST: '127.0.0.1', PORT: '0', JWT_SECRET: randomUUID(), ...settings }),
  );
  const port = await app.said(({ message, port }) =>
    message === 'Listening' ? Number(port) : undefined,
  );
  return {
    url: `http://127.0.0.1:${port}`,
    pid: app.pid,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

/** A worker, once it takes jobs. */
export async function startWorker(
  resources: AsyncDisposableStack,
  name: 'transcription-worker' | 'analytics-worker' | 'dashboard-sync-worker',
  settings: AppSettings,
): Promise<RunningProcess> {
  const app = resources.use(startApp(name, settings));
  await app.said(({ message }) => (message === 'Taking jobs' ? true : undefined));
  return app;
}

function startApp(name: string, settings: Readonly<Record<string, string>>): RunningProcess {
  const { main, flags, environment } = compiledApp(name);
  return startProcess({
    main,
    flags,
    environment: { ...plainEnvironment(), ...environment, NODE_ENV: 'production', ...settings },
  });
}
