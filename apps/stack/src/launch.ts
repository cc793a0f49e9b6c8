import { environmentOf, loadMigrationTarget, settingsAlone, type Environment } from '@memo/config';
import type { AppError } from '@memo/errors';
import { appPart, memoApps, partName, type App } from './apps.ts';
import { emptyScratch, logPathIn, prepareDataDir } from './data-dir.ts';
import { planMetricsPorts } from './metrics-ports.ts';
import { assertPortIsFree } from './ports.ts';
import { shortGrace, type Grace } from './processes/end-processes.ts';
import { createSupervisor, type Part } from './processes/supervisor.ts';
import { claimDataDir } from './processes/run-file.ts';
import { startWatchdog } from './processes/watchdog.ts';
import { startMigration } from './migration.ts';
import { removeStackEnv, writeStackEnv } from './stack-env.ts';
import { untilReady } from './ready.ts';
import { loadSecrets } from './secrets.ts';
import { planServers } from './servers.ts';
import { definedSettings, externalParts, type Settings } from './settings.ts';

export interface LaunchOptions {
  /** Settings by the contract's names. What names a database, Redis or S3 replaces the stack's own. */
  environment: Environment;
  /** Absolute. Everything the stack keeps is in here. */
  dataDir: string;
  apiPort: number;
  /** Gets what a person should know while the stack starts and runs. */
  notify: (message: string) => void;
  /** Gives the start up; what had been started is stopped. */
  signal: AbortSignal;
  apps?: readonly App[];
}

export interface Stack {
  apiUrl: string;
  /** Where the apps tell what they do; none where METRICS_PORT is not set. */
  metricsUrls: string[];
  logDir: string;
  bullBoard: { user: string; password: string };
  /** All settings; each app was started with those of them that it reads. */
  settings: Settings;
  /** The pid of a running part by its name; null while it is down. */
  pidOf(name: string): number | null;
  /** Resolves when the stack can no longer run; it still has to be stopped. */
  failed: Promise<AppError>;
  /** Lets an app drain and starts it anew. */
  restart(app: string): Promise<void>;
  /** Apps first, which drain, then the servers. */
  stop(grace?: Grace): Promise<void>;
  /** Ends everything at once. */
  kill(): Promise<void>;
}

/**
 * Starts the whole system on this machine and waits until its API answers.
 * @throws AppError `conflict` (the data directory is in use), `misconfigured`, `unavailable` (a part did not start,
 *   with its last log lines).
 */
export async function launchStack(options: LaunchOptions): Promise<Stack> {
  const { apiPort, notify, signal, apps = memoApps } = options;
  const given = definedSettings(options.environment);
  // What a laptop opens to its network should be its owner's decision.
  const host = given.HOST ?? '127.0.0.1';
  const apiUrl = addressOf(host, apiPort);

  const dataDir = await prepareDataDir(options.dataDir);
  const run = await claimDataDir(dataDir.root, { url: apiUrl, notify });
  const watchdog = startWatchdog(run.path);
  const supervisor = createSupervisor({ run, notify });
  const end = async (ended: Promise<void>) => {
    await ended;
    await removeStackEnv(dataDir.root);
    run.release();
    watchdog.release();
  };
  const logPath = (name: string) => logPathIn(dataDir.root, name);

  using migration = startMigration(settingsAlone(given), notify);
  try {
    await emptyScratch(dataDir);
    await assertPortIsFree(host, apiPort);
    const metricsPorts = await planMetricsPorts(given, host, apps);
    const secrets = await loadSecrets(dataDir.root);
    const servers = await planServers({ given, dataDir, secrets, logPath, notify });
    const bullBoard = {
      user: given.BULL_BOARD_USER ?? 'ops',
      password: given.BULL_BOARD_PASSWORD ?? secrets.bullBoardPassword,
    };
    const settings: Settings = {
      JWT_SECRET: secrets.jwtSecret,
      // On one machine every client that can reach the API may see what it answers; a server sets its own.
      NODE_ENV: 'development',
      ...given,
      ...servers.settings,
      HOST: host,
      PORT: String(apiPort),
      TMPDIR: dataDir.scratch,
      BULL_BOARD_USER: bullBoard.user,
      BULL_BOARD_PASSWORD: bullBoard.password,
    };

    const { redis, s3 } = externalParts(given);
    if (redis || s3) {
      // What it asks them with is as large as an app, and stays in this process.
      const { checkServers } = await import('./preflight.ts');
      await checkServers(given, settings);
    }
    const start = (part: Part) => supervisor.start(part, signal);
    // The storage is asked for when the first request comes; the apps begin with the database.
    const besideApps = Promise.all(servers.besideApps.map(start));
    besideApps.catch(() => undefined);
    await Promise.all(servers.beforeApps.map(start));
    await migration.run(loadMigrationTarget(settings), signal);
    const parts = apps.map((app) =>
      appPart(app, {
        environment: {
          ...environmentOf(app.name, settings),
          ...(metricsPorts.has(app.name) && { METRICS_PORT: String(metricsPorts.get(app.name)) }),
        },
        logPath: logPath(app.name),
      }),
    );
    await Promise.all([besideApps, ...parts.map(start)]);
    await untilReady(apiUrl, { logPath: logPath('api'), signal, failed: supervisor.failed });
    await writeStackEnv(dataDir.root, settings);
    supervisor.settle();
    return {
      apiUrl,
      // Of ports that each app chooses the logs tell.
      metricsUrls: [...metricsPorts.values()]
        .filter((port) => port > 0)
        .map((port) => `${addressOf(host, port)}/metrics`),
      logDir: dataDir.logs,
      bullBoard,
      settings,
      failed: supervisor.failed,
      pidOf: (name) => run.processes().find((one) => one.name === name)?.pid ?? null,
      restart: (app) => supervisor.restart(partName(app)),
      stop: (grace) => end(supervisor.stop(grace)),
      kill: () => end(supervisor.kill()),
    };
  } catch (error) {
    // Of what was starting nothing has begun to work.
    await end(supervisor.stop(shortGrace));
    throw error;
  }
}

function addressOf(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
